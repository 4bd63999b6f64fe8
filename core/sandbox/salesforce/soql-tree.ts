/** A dotted field path as written, with its place in the text (for error messages). */
export interface FieldPath {
  readonly names: readonly string[];
  readonly at: number;
}

export type AggregateName = 'COUNT' | 'SUM' | 'MIN' | 'MAX' | 'COUNT_DISTINCT';

export type SelectItem =
  | { readonly kind: 'field'; readonly path: FieldPath; readonly alias: string | null }
  | { readonly kind: 'count-rows' }
  | {
      readonly kind: 'aggregate';
      readonly name: AggregateName;
      readonly path: FieldPath;
      readonly alias: string | null;
    }
  | { readonly kind: 'children'; readonly query: SelectQuery };

export type Literal =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'date'; readonly text: string }
  | { readonly kind: 'datetime'; readonly epochMs: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' };

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | {
      readonly kind: 'compare';
      readonly path: FieldPath;
      readonly operator: Comparison;
      readonly value: Literal;
    }
  | {
      readonly kind: 'in';
      readonly path: FieldPath;
      readonly negated: boolean;
      readonly values: readonly Literal[];
    };

export interface OrderTerm {
  readonly path: FieldPath;
  readonly descending: boolean;
  readonly nullsLast: boolean;
}

export interface SelectQuery {
  readonly items: readonly SelectItem[];
  readonly from: string;
  readonly fromAt: number;
  readonly alias: string | null;
  readonly where: Condition | null;
  readonly groupBy: readonly FieldPath[];
  readonly orderBy: readonly OrderTerm[];
  readonly limit: number | null;
  readonly offset: number;
}
