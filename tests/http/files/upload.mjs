// Uploads standard input by tus-js-client: node upload.mjs ENDPOINT AUTHORIZATION SHA256
import { Upload } from 'tus-js-client';

const [endpoint, Authorization, sha256] = process.argv.slice(2);
const parts = [];
for await (const part of process.stdin) parts.push(part);

await new Promise((resolve, reject) => {
  new Upload(Buffer.concat(parts), {
    endpoint,
    headers: { Authorization },
    metadata: { sha256, event_id: '0197-event' },
    chunkSize: 512 * 1024,
    retryDelays: Array(100).fill(10),
    onSuccess: resolve,
    onError: reject,
  }).start();
});
