import { invalidParameter } from './refusal.ts';
import type { TableColumns } from './search-schema.ts';
import type { SqlValue } from './search-rows.ts';

export interface SqlCondition {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

const TOKEN = /\s*(?:([()[\],])|"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s()[\],"']+))/y;

interface FilterToken {
  readonly text: string;
  readonly quoted: boolean;
}

/**
 * The `q` parameter of a list: conditions `field OPERATOR value`, joined with AND and OR and grouped with brackets
 * ("Record Collection Filtering"). Field names are those of the record, found in `columns` in lower case.
 */
export function parseFilter(q: string, columns: TableColumns): SqlCondition {
  const reader = new FilterReader(q, columns);
  const condition = reader.alternatives();
  if (!reader.atEnd) throw invalidFilter(q);
  return condition;
}

const SIGNS: Readonly<Record<string, string>> = {
  IS: '=',
  EQUAL: '=',
  GREATER: '>',
  GREATER_OR_EQUAL: '>=',
  LESS: '<',
  LESS_OR_EQUAL: '<=',
};

const DAY_SIGNS: Readonly<Record<string, string>> = {
  ON: '=',
  AFTER: '>',
  BEFORE: '<',
  ON_OR_AFTER: '>=',
  ON_OR_BEFORE: '<=',
};

const PATTERNS: Readonly<Record<string, (text: string) => string>> = {
  CONTAIN: (text) => `%${text}%`,
  START_WITH: (text) => `${text}%`,
  ENDWITH: (text) => `%${text}`,
  END_WITH: (text) => `%${text}`,
};

function invalidFilter(q: string) {
  return invalidParameter(`Invalid value for the query parameter q: ${q}.`, 'q');
}

class FilterReader {
  readonly #q: string;
  readonly #columns: TableColumns;
  readonly #tokens: FilterToken[] = [];
  #at = 0;

  constructor(q: string, columns: TableColumns) {
    this.#q = q;
    this.#columns = columns;
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < q.trimEnd().length) {
      const match = TOKEN.exec(q);
      if (match === null) throw invalidFilter(q);
      const quoted = match[2] ?? match[3];
      this.#tokens.push({ text: quoted ?? match[1] ?? match[4] ?? '', quoted: quoted !== undefined });
    }
  }

  get atEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  alternatives(): SqlCondition {
    return this.#joined('OR', () => this.#joined('AND', () => this.#operand()));
  }

  #joined(word: 'AND' | 'OR', next: () => SqlCondition): SqlCondition {
    const parts = [next()];
    while (this.#peek(word)) {
      this.#at += 1;
      parts.push(next());
    }
    return {
      sql: `(${parts.map((part) => part.sql).join(` ${word} `)})`,
      parameters: parts.flatMap((part) => part.parameters),
    };
  }

  #operand(): SqlCondition {
    if (!this.#peek('(')) return this.#condition();
    this.#at += 1;
    const inner = this.alternatives();
    this.#expect(')');
    return inner;
  }

  #condition(): SqlCondition {
    const field = this.#take();
    const type = this.#columns[field.toLowerCase()];
    if (type === undefined) {
      throw invalidParameter(
        `Invalid value for the query parameter q: the field ${field} does not exist.`,
        'q',
      );
    }
    const column = `"${field.toLowerCase()}"`;
    const operator = this.#take().toUpperCase();
    const negated = operator.endsWith('_NOT');
    const positive = this.#positive(column, type, negated ? operator.slice(0, -4) : operator);
    return negated ? { ...positive, sql: `NOT ${positive.sql}` } : positive;
  }

  #positive(column: string, type: string, operator: string): SqlCondition {
    if (operator === 'EMPTY') return { sql: `(${column} IS NULL)`, parameters: [] };
    const value = (): SqlValue => this.#value(type);
    const isDay = type === 'DATE' || type === 'TIMESTAMP';
    const sign = isDay ? DAY_SIGNS[operator] : SIGNS[operator];
    if (sign !== undefined) {
      const left = isDay ? `substr(${column}, 1, 10)` : column;
      return { sql: `COALESCE(${left} ${sign} ?, 0)`, parameters: [value()] };
    }
    const pattern = isDay ? undefined : PATTERNS[operator];
    if (pattern !== undefined) {
      return { sql: `COALESCE(${column} LIKE ?, 0)`, parameters: [pattern(this.#take())] };
    }
    if (operator === 'BETWEEN' && !isDay) return this.#between(column, value);
    if (operator === 'ANY_OF' && !isDay) return this.#anyOf(column, value);
    throw invalidParameter(
      `Invalid value for the query parameter q: the operator ${operator} is not supported.`,
      'q',
    );
  }

  #between(column: string, value: () => SqlValue): SqlCondition {
    const values = this.#list(value);
    if (values.length !== 2) throw invalidFilter(this.#q);
    return { sql: `COALESCE(${column} BETWEEN ? AND ?, 0)`, parameters: values };
  }

  #anyOf(column: string, value: () => SqlValue): SqlCondition {
    const values = this.#list(value);
    return { sql: `COALESCE(${column} IN (${values.map(() => '?').join(', ')}), 0)`, parameters: values };
  }

  #list(value: () => SqlValue): SqlValue[] {
    this.#expect('[');
    const values = [value()];
    while (this.#peek(',')) {
      this.#at += 1;
      values.push(value());
    }
    this.#expect(']');
    return values;
  }

  #value(type: string): SqlValue {
    const text = this.#take();
    if (type === 'DATE' || type === 'TIMESTAMP') return this.#day(text);
    if (type === 'TEXT')
      return /^(true|false)$/i.test(text) ? (text.toLowerCase() === 'true' ? 'T' : 'F') : text;
    const number = Number(text);
    if (text === '' || Number.isNaN(number)) throw invalidFilter(this.#q);
    return number;
  }

  /** "9/1/2026", the user's date format, or 2026-09-01. */
  #day(text: string): string {
    const user = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
    if (user !== null) return `${user[3]}-${user[1]?.padStart(2, '0')}-${user[2]?.padStart(2, '0')}`;
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
    throw invalidFilter(this.#q);
  }

  #take(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw invalidFilter(this.#q);
    this.#at += 1;
    return token.text;
  }

  #peek(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token !== undefined && !token.quoted && token.text.toUpperCase() === text;
  }

  #expect(text: string): void {
    if (!this.#peek(text)) throw invalidFilter(this.#q);
    this.#at += 1;
  }
}
