/** The one place where the templating library enters, so that changing it touches one line. */
export { html, nothing, render } from '../../static/vendor/lit-html.js';
