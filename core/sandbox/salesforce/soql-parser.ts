import { malformedQuery } from './soql-errors.ts';
import { type Token, type TokenKind, tokenise } from './soql-lexer.ts';
import type {
  AggregateName,
  Comparison,
  Condition,
  FieldPath,
  Literal,
  OrderTerm,
  SelectItem,
  SelectQuery,
} from './soql-tree.ts';

const AGGREGATES = new Set(['COUNT', 'SUM', 'MIN', 'MAX', 'COUNT_DISTINCT']);
const COMPARISONS = new Set(['=', '!=', '<>', '<', '<=', '>', '>=']);
const CLAUSES = new Set(['FROM', 'WHERE', 'GROUP', 'ORDER', 'LIMIT', 'OFFSET', 'ASC', 'DESC', 'NULLS']);
const LONGEST_STATEMENT = 100_000;

/** Parses the supported part of SOQL; anything else is refused the way the vendor refuses it. */
export function parseSoql(soql: string): SelectQuery {
  if (soql.length > LONGEST_STATEMENT) {
    throw malformedQuery(soql, 0, `SOQL statements can not be longer than ${LONGEST_STATEMENT} characters`);
  }
  return new SoqlParser(soql).parse();
}

class SoqlParser {
  readonly #soql: string;
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(soql: string) {
    this.#soql = soql;
    this.#tokens = tokenise(soql);
  }

  parse(): SelectQuery {
    const query = this.#query(false);
    if (this.#peek().kind !== 'end') throw this.#unexpected();
    return query;
  }

  #query(nested: boolean): SelectQuery {
    this.#keyword('SELECT');
    const items = [this.#item(nested)];
    while (this.#takeSymbol(',')) items.push(this.#item(nested));
    this.#keyword('FROM');
    const from = this.#peek();
    if (from.kind !== 'name') throw this.#unexpected();
    this.#index += 1;
    const aliasToken = this.#peek();
    const hasAlias = aliasToken.kind === 'name' && !CLAUSES.has(aliasToken.text.toUpperCase());
    if (hasAlias) this.#index += 1;
    const where = this.#takeKeyword('WHERE') ? this.#condition() : null;
    const groupBy = this.#takeKeyword('GROUP') ? this.#groupBy() : [];
    const orderBy = this.#takeKeyword('ORDER') ? this.#orderBy() : [];
    const limit = this.#takeKeyword('LIMIT') ? this.#wholeNumber() : null;
    const offset = this.#takeKeyword('OFFSET') ? this.#wholeNumber() : 0;
    const alias = hasAlias ? aliasToken.text : null;
    return { items, from: from.text, fromAt: from.at, alias, where, groupBy, orderBy, limit, offset };
  }

  #item(nested: boolean): SelectItem {
    if (!nested && this.#takeSymbol('(')) {
      const query = this.#query(true);
      this.#symbol(')');
      return { kind: 'children', query };
    }
    const path = this.#path();
    const [name] = path.names;
    if (path.names.length !== 1 || !this.#takeSymbol('('))
      return { kind: 'field', path, alias: this.#alias() };
    const aggregate = (name as string).toUpperCase();
    if (!AGGREGATES.has(aggregate)) {
      throw malformedQuery(this.#soql, path.at, `Unknown function: '${name}'`);
    }
    if (aggregate === 'COUNT' && this.#takeSymbol(')')) return { kind: 'count-rows' };
    const inner = this.#path();
    this.#symbol(')');
    return { kind: 'aggregate', name: aggregate as AggregateName, path: inner, alias: this.#alias() };
  }

  #alias(): string | null {
    const token = this.#peek();
    if (token.kind !== 'name' || CLAUSES.has(token.text.toUpperCase())) return null;
    this.#index += 1;
    return token.text;
  }

  #condition(): Condition {
    const parts = [this.#term()];
    const joiner = this.#peekKeyword('AND') ? 'AND' : 'OR';
    while (this.#takeKeyword(joiner)) parts.push(this.#term());
    // AND and OR side by side need parentheses; the vendor stops at the second one.
    if (this.#peekKeyword('AND') || this.#peekKeyword('OR')) throw this.#unexpected();
    return parts.length === 1 ? (parts[0] as Condition) : { kind: joiner === 'AND' ? 'and' : 'or', parts };
  }

  #term(): Condition {
    if (this.#takeKeyword('NOT')) return { kind: 'not', part: this.#term() };
    if (this.#takeSymbol('(')) {
      const inner = this.#condition();
      this.#symbol(')');
      return inner;
    }
    const path = this.#path();
    if (this.#takeKeyword('NOT')) {
      this.#keyword('IN');
      return { kind: 'in', path, negated: true, values: this.#list() };
    }
    if (this.#takeKeyword('IN')) return { kind: 'in', path, negated: false, values: this.#list() };
    if (this.#takeKeyword('LIKE')) return { kind: 'compare', path, operator: 'LIKE', value: this.#literal() };
    const operator = this.#peek();
    if (operator.kind !== 'symbol' || !COMPARISONS.has(operator.text)) throw this.#unexpected();
    this.#index += 1;
    const symbol = operator.text === '<>' ? '!=' : operator.text;
    return { kind: 'compare', path, operator: symbol as Comparison, value: this.#literal() };
  }

  #list(): Literal[] {
    this.#symbol('(');
    const values = [this.#literal()];
    while (this.#takeSymbol(',')) values.push(this.#literal());
    this.#symbol(')');
    return values;
  }

  #literal(): Literal {
    const token = this.#peek();
    this.#index += 1;
    if (token.kind === 'text') return { kind: 'text', text: token.text };
    if (token.kind === 'number') return { kind: 'number', text: token.text };
    if (token.kind === 'date') return { kind: 'date', text: token.text };
    if (token.kind === 'datetime') {
      const epochMs = Date.parse(token.text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
      if (Number.isNaN(epochMs))
        throw malformedQuery(this.#soql, token.at, `Invalid dateTime: ${token.text}`);
      return { kind: 'datetime', epochMs };
    }
    const word = token.kind === 'name' ? token.text.toUpperCase() : '';
    if (word === 'TRUE' || word === 'FALSE') return { kind: 'boolean', value: word === 'TRUE' };
    if (word === 'NULL') return { kind: 'null' };
    this.#index -= 1;
    throw this.#unexpected();
  }

  #groupBy(): FieldPath[] {
    this.#keyword('BY');
    const paths = [this.#path()];
    while (this.#takeSymbol(',')) paths.push(this.#path());
    return paths;
  }

  #orderBy(): OrderTerm[] {
    this.#keyword('BY');
    const terms = [this.#orderTerm()];
    while (this.#takeSymbol(',')) terms.push(this.#orderTerm());
    return terms;
  }

  #orderTerm(): OrderTerm {
    const path = this.#path();
    const descending = this.#takeKeyword('DESC');
    if (!descending) this.#takeKeyword('ASC');
    let nullsLast = false;
    if (this.#takeKeyword('NULLS')) {
      nullsLast = this.#takeKeyword('LAST');
      if (!nullsLast) this.#keyword('FIRST');
    }
    return { path, descending, nullsLast };
  }

  #wholeNumber(): number {
    const token = this.#take('number');
    if (!/^\d+$/.test(token.text))
      throw malformedQuery(this.#soql, token.at, `unexpected token: '${token.text}'`);
    return Number(token.text);
  }

  #path(): FieldPath {
    const first = this.#take('name');
    const names = [first.text];
    while (this.#takeSymbol('.')) names.push(this.#take('name').text);
    return { names, at: first.at };
  }

  #peek(): Token {
    return this.#tokens[this.#index] as Token;
  }

  #peekKeyword(word: string): boolean {
    const token = this.#peek();
    return token.kind === 'name' && token.text.toUpperCase() === word;
  }

  #takeKeyword(word: string): boolean {
    const found = this.#peekKeyword(word);
    if (found) this.#index += 1;
    return found;
  }

  #keyword(word: string): void {
    if (!this.#takeKeyword(word)) throw this.#unexpected();
  }

  #takeSymbol(text: string): boolean {
    const token = this.#peek();
    const found = token.kind === 'symbol' && token.text === text;
    if (found) this.#index += 1;
    return found;
  }

  #symbol(text: string): void {
    if (!this.#takeSymbol(text)) throw this.#unexpected();
  }

  #take(kind: TokenKind): Token {
    const token = this.#peek();
    if (token.kind !== kind) throw this.#unexpected();
    const isClause = kind === 'name' && CLAUSES.has(token.text.toUpperCase());
    // "Order" starts a clause, and the path Order.EffectiveDate.
    if (isClause && this.#tokens[this.#index + 1]?.text !== '.') throw this.#unexpected();
    this.#index += 1;
    return token;
  }

  #unexpected(): Error {
    const token = this.#peek();
    return malformedQuery(this.#soql, token.at, `unexpected token: '${token.text}'`);
  }
}
