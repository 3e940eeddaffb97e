/** From what was answered at the end of a visit to the facts recorded. Pure. */
/** @import {RecordInput} from '../../types.js' */

/** @param {Record<string, any>} values @returns {RecordInput[]} */
export function finishFacts(values) {
  const text = (/** @type {string} */ name) => values[name]?.trim() || null;
  /** @type {RecordInput[]} */
  const facts = [
    values.work === 'done' ? { type: 'work_done', data: {} } : { type: 'work_not_done', data: { reason: text('why') } },
  ];
  if (values.follow === 'yes')
    facts.push({ type: 'follow_on_needed', data: { trade: text('trade'), notes: text('notes') } });
  facts.push({
    type: 'summary_agreed',
    data: {
      dealt_with: values.dealt === 'yes',
      agreed: text('agreed'),
      not_agreed: text('notAgreed'),
      next: text('next'),
      by: values.by || null,
      cleaned_up: values.clean === 'yes',
    },
  });
  if (text('remark')) facts.push({ type: 'tenant_remark', data: { text: text('remark') } });
  return facts;
}
