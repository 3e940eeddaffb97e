/** What the calling card says, and what is said about it. */

export const cardWords = {
  title: 'Calling card',
  show: 'Show the card',
  heading: 'Sorry we missed you',
  number: 'Card',
  called: 'We called',
  who: 'Who',
  company: 'Company',
  why: 'Why we left',
  contact: 'To arrange another visit',
  ring: (/** @type {string} */ phone) => `Ring ${phone}`,
  night: (/** @type {string} */ phone) => `In an emergency at night or at a weekend: ${phone}`,
  reasons: /** @type {Record<string, string>} */ ({
    nobody_in: 'Nobody answered the door.',
    only_minors: 'No adult was at home, and we may not come in without one.',
    declined: 'You chose not to let us in that day.',
    no_id: 'I had no identity card to show.',
  }),
  copy: 'Copy it onto paper, or print it. The tenant gets it by text too, once this phone has signal.',
  print: 'Print the card',
  none: 'No card was left at this visit.',
  printed: 'Number printed on the card',
  printedHint: 'From your book of cards. Leave it empty if you write a card yourself.',
  own: 'Otherwise write this number on it:',
};
