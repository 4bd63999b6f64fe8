export interface Column<Row> {
  readonly title: string;
  readonly align?: 'right';
  readonly text: (row: Row) => string;
  /** Longer values are cut with an ellipsis. */
  readonly max?: number;
}

/** Rows in aligned columns under their titles, without rules or boxes. */
export function tableText<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cells = rows.map((row) => columns.map(({ text, max }) => cut(printable(text(row)), max)));
  const widths = columns.map(({ title }, at) =>
    cells.reduce((width, row) => Math.max(width, (row[at] ?? '').length), title.length),
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, at) =>
        columns[at]?.align === 'right' ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(columns.map(({ title }) => title)), ...cells.map(line)].join('\n');
}

/** Vendors' text must not move the cursor, colour the terminal or turn the line around. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u00b7');
}

function cut(text: string, max: number | undefined): string {
  return max === undefined || text.length <= max ? text : `${text.slice(0, max - 1)}\u2026`;
}
