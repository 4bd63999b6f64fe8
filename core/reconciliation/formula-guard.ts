/** What spreadsheets skip or drop before they decide whether a cell is a formula: blanks, controls, zero-width characters. */
const invisible = /^(?:(?![\t\r\n])[\p{Cc}\p{Z}\p{Default_Ignorable_Code_Point}])*/u;
/** `= + - @`, tab and carriage return and line feed, and the full-width forms that spreadsheets read like them. */
const formulaStart = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/u;

/**
 * A text for a cell of a CSV report. A text that a spreadsheet could run as a formula gets an apostrophe in front
 * (CWE-1236); others are unchanged. For text columns only: a negative amount is not a formula.
 */
export function guardFormula(text: string): string {
  return formulaStart.test(text) || formulaStart.test(text.replace(invisible, '')) ? `'${text}` : text;
}
