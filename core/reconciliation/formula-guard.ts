/** Characters that spreadsheets skip or drop before they decide whether a cell is a formula. */
const invisible =
  /^[\u0000-\u0008\u000b\u000c\u000e-\u0020\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u206a-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0]*/u;
/** `= + - @`, tab and carriage return and line feed, and the full-width forms that spreadsheets read like them. */
const formulaStart = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/u;

/**
 * A text for a cell of a CSV report. A text that a spreadsheet could run as a formula gets an apostrophe in front
 * (CWE-1236); others are unchanged. For text columns only: a negative amount is not a formula.
 */
export function guardFormula(text: string): string {
  return formulaStart.test(text) || formulaStart.test(text.replace(invisible, '')) ? `'${text}` : text;
}
