/** Phone numbers as people read them; they are stored and dialled in full. Pure. */

/** How many digits stand together, by how a number begins. @type {[RegExp, number, number][]} */
const GROUPS = [
  [/^02/, 3, 4],
  [/^0[38]|^011|^01\d1/, 4, 3],
  [/^0/, 5, 0],
];

/** "+441632960300" as people here write it: "01632 960300". Of another country it stays. @param {string} phone */
export function dialled(phone) {
  if (!/^\+44\d{9,10}$/.test(phone)) return phone;
  const number = `0${phone.slice(3)}`;
  const [, first, second] = GROUPS.find(([begins]) => begins.test(number)) ?? [/^0/, 5, 0];
  const rest = number.slice(first);
  return `${number.slice(0, first)} ${second ? `${rest.slice(0, second)} ${rest.slice(second)}` : rest}`;
}
