/** What a person did to the columns of a grid; plain data for saved views. Columns it does not name stand as designed. */
export interface ColumnState {
  /** Ids in their order; columns that are missing here follow in the designed order. */
  readonly order?: readonly string[];
  readonly hidden?: readonly string[];
  readonly shown?: readonly string[];
  /** Ids at the left edge; replaces the designed pins. */
  readonly pinned?: readonly string[];
  /** In px, by id. */
  readonly widths?: Readonly<Record<string, number>>;
}
