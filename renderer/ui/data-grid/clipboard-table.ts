import papa from 'papaparse';

/** A table of cells as the clipboard and files take it. */
export type CellTable = readonly (readonly string[])[];

/** Tab-separated text that spreadsheets read back: a cell with a tab, a line break or a quote is quoted, quotes doubled. */
export function toTabText(table: CellTable): string {
  return table.map((row) => row.map(quotedCell).join('\t')).join('\r\n');
}

function quotedCell(text: string): string {
  return /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The same as an HTML table, for documents and mail; `headerRows` rows at the top are headings. */
export function toHtmlTable(table: CellTable, headerRows: number): string {
  const rows = table.map((row, index) => {
    const tag = index < headerRows ? 'th' : 'td';
    return `<tr>${row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  });
  return `<table>${rows.join('')}</table>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/\r\n|\r|\n/g, '<br>');
}

/** Reads what a spreadsheet put on the clipboard. The line break that Excel ends with is no row. */
export function fromTabText(text: string): CellTable {
  const ended = text.replace(/(?:\r\n|\r|\n)$/, '');
  const { data } = papa.parse<string[]>(ended, { delimiter: '\t', header: false, skipEmptyLines: false });
  return data;
}
