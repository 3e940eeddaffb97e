// Shows a tenant's notices, tells us that it did, and opens their page. It answers no request and keeps nothing.

self.addEventListener('push', (event) => event.waitUntil(showNotice(event)));
self.addEventListener('notificationclick', (event) => event.waitUntil(openNotice(event)));

/** The word that it was shown spares the tenant a text; one that is lost costs a text and nothing else. */
async function showNotice({ data }) {
  const { title, body, path, tag, seen } = data.json();
  const icon = '/static/icons/doorstep-192.png';
  await self.registration.showNotification(title, { body, tag, icon, data: { path } });
  if (seen) await fetch(seen, { method: 'POST', credentials: 'omit' }).catch(() => {});
}

/** Only ever a page of ours. */
async function openNotice({ notification }) {
  notification.close();
  const { path } = notification.data;
  if (path.startsWith('/t/')) await self.clients.openWindow(path);
}
