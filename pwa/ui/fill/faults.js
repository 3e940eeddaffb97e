/** The summary of what is wrong on a page: on top, in words, each leading to its field. */
/** @import {Fault, Form} from './form.js' */
import { html, nothing } from '../html.js';

/** @param {Form} form */
export function errorSummary(form) {
  if (!form.faults.length) return nothing;
  return html`<div class="error-summary" role="alert" tabindex="-1" id="error-summary"><h2>There is a problem</h2>
    <ul>${form.faults.map((fault) => html`<li>${faultLink(fault)}</li>`)}</ul></div>`;
}

/** The # of the address names the screen, so a link to a field moves there by hand. @param {Fault} fault */
function faultLink(fault) {
  if (!fault.name) return html`<p>${fault.text}</p>`;
  const go = (/** @type {Event} */ event) => {
    event.preventDefault();
    const target = document.getElementById(fault.name);
    target?.focus();
    target?.scrollIntoView({ block: 'center' });
  };
  return html`<a href="#${fault.name}" @click=${go}>${fault.text}</a>`;
}
