export interface SqlToken {
  readonly kind: 'space' | 'text' | 'quoted' | 'number' | 'word' | 'symbol';
  readonly text: string;
}

const PATTERN =
  /(?<space>\s+|--[^\n]*|\/\*[\s\S]*?\*\/)|(?<text>'(?:[^']|'')*')|(?<quoted>"[^"]*")|(?<number>\d+(?:\.\d+)?)|(?<word>[A-Za-z_][A-Za-z0-9_$]*)|(?<symbol><=|>=|<>|!=|\|\||[-+*/%(),.<>=])/y;

/** The tokens of a query, or null when something in it is no SQL. Comments count as space. */
export function tokenize(sql: string): SqlToken[] | null {
  const tokens: SqlToken[] = [];
  PATTERN.lastIndex = 0;
  while (PATTERN.lastIndex < sql.length) {
    const groups = PATTERN.exec(sql)?.groups;
    if (groups === undefined) return null;
    for (const [kind, text] of Object.entries(groups)) {
      if (text !== undefined)
        tokens.push({ kind: kind as SqlToken['kind'], text: kind === 'space' ? ' ' : text });
    }
  }
  return tokens.filter((token) => token.kind !== 'space');
}

export function isWord(token: SqlToken | undefined, ...words: readonly string[]): boolean {
  return token?.kind === 'word' && words.includes(token.text.toUpperCase());
}

export function isSymbol(token: SqlToken | undefined, text: string): boolean {
  return token?.kind === 'symbol' && token.text === text;
}
