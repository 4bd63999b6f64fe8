// The page that browser tests and benchmarks drive the grid on: nothing of the cockpit but the grid, with made-up rows.
import { StrictMode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { present } from '#core/base/assert.ts';
import { parseAmount } from '#renderer/format/parse-amount.ts';
import { FormatProvider } from '../format-context.tsx';
import { UiProvider } from '../ui-provider.tsx';
import { DataGrid } from './data-grid.tsx';
import {
  type EditHistory,
  emptyHistory,
  type HistoryMove,
  recorded,
  redone,
  undone,
} from './edit-history.ts';
import type { CellChange, GridColumn } from './grid-column.ts';
import type { GridHandle, GridSort, GridSummary } from './grid-props.ts';
import { type GridRows, type GridWindow, pagesOf, rowsOf, rowsOfPages } from './grid-rows.ts';
import type { PastePreview } from './paste-preview.ts';
import './grid-page.testing.css';

const search = new URLSearchParams(location.search);
const preferences = {
  locale: search.get('locale') ?? 'en-US',
  timeZone: 'UTC',
  negativeStyle: search.get('negative') === 'parentheses' ? 'parentheses' : 'minus',
} as const;

interface SampleRow {
  readonly id: string;
  readonly document: string;
  readonly customer: string;
  readonly entity: string;
  readonly state: string;
  readonly day: string;
  readonly at: string;
  readonly attempts: number;
  readonly amount: { readonly minor: string; readonly currency: string };
  readonly tax: { readonly minor: string; readonly currency: string };
  readonly note: string;
  readonly owner: string;
}

const currencies = ['USD', 'EUR', 'JPY'] as const;
const notes = ['plain', 'has\ttab', 'has "quotes"', 'two\nlines', '=1+1', 'right\u202eleft'] as const;

function sampleRow(index: number): SampleRow {
  const currency = currencies[index % 3] ?? 'USD';
  return {
    id: `row-${index}`,
    document: `INV-${String(100_000 + index)}`,
    customer: `Customer ${(index * 7919) % 1000}`,
    entity: index % 2 === 0 ? 'US-01' : 'DE-01',
    state: index % 5 === 0 ? 'HELD' : 'POSTED',
    day: `2026-09-${String((index % 28) + 1).padStart(2, '0')}`,
    at: `2026-09-${String((index % 28) + 1).padStart(2, '0')}T09:${String(index % 60).padStart(2, '0')}:00Z`,
    attempts: index % 4,
    amount: { minor: String((index % 2 === 0 ? 1 : -1) * (index * 137 + 5)), currency },
    tax: { minor: String(index * 11), currency },
    note: notes[index % notes.length] ?? '',
    owner: index % 7 === 0 ? '' : `person-${index % 7}`,
  };
}

function blankRow(index: number): SampleRow {
  const row = sampleRow(index);
  return { ...row, customer: '', amount: { ...row.amount, minor: '0' } };
}

const columns: readonly GridColumn<SampleRow>[] = [
  {
    id: 'document',
    header: 'Document',
    kind: 'id',
    value: (row) => row.document,
    isPinned: true,
    width: 110,
  },
  { id: 'customer', header: 'Customer', kind: 'text', value: (row) => row.customer, isSortable: true },
  { id: 'amount', header: 'Amount', kind: 'money', value: (row) => row.amount, isSortable: true },
  { id: 'tax', header: 'Tax', kind: 'money', value: (row) => row.tax },
  { id: 'entity', header: 'Entity', kind: 'text', value: (row) => row.entity, width: 80 },
  { id: 'state', header: 'State', kind: 'status', value: (row) => row.state, width: 90 },
  { id: 'day', header: 'Day', kind: 'day', value: (row) => row.day, isSortable: true },
  {
    id: 'at',
    header: 'Recorded',
    description: 'When it was recorded',
    kind: 'instant',
    value: (row) => row.at,
  },
  { id: 'attempts', header: 'Attempts', kind: 'number', value: (row) => row.attempts, width: 80 },
  { id: 'note', header: 'Note', kind: 'text', value: (row) => row.note },
  { id: 'owner', header: 'Owner', kind: 'text', value: (row) => row.owner },
  { id: 'subject', header: 'Subject', kind: 'text', value: (row) => row.id },
  { id: 'secret', header: 'Hidden', kind: 'text', value: (row) => row.id, isHidden: true },
];

const readWord = (text: string) =>
  text.includes('!')
    ? ({ ok: false, reason: 'No exclamation marks. Leave "!" out.' } as const)
    : ({ ok: true, value: text } as const);

const editColumns = (locale: string): readonly GridColumn<SampleRow>[] =>
  columns.slice(0, 6).map((column) => {
    if (column.id === 'amount')
      return {
        ...column,
        edit: {
          parse: (text: string, row: SampleRow) => {
            const amount = parseAmount(text, locale, row.amount.currency);
            return amount.ok
              ? { ok: true, value: { minor: String(amount.value.minor), currency: row.amount.currency } }
              : { ok: false, reason: `${amount.error.message}. ${amount.error.fix ?? ''}` };
          },
        },
      };
    const isFixed = column.id === 'document' || column.id === 'tax';
    return isFixed ? column : { ...column, edit: { parse: readWord } };
  });

/** What tests look at. */
export interface GridPageProbe {
  handle: GridHandle | null;
  selection: readonly string[];
  focused: readonly (string | null)[];
  activated: readonly string[];
  windows: readonly GridWindow[];
  summary: GridSummary | null;
  sort: GridSort | null;
  edits: readonly (readonly CellChange[])[];
  preview: PastePreview | null;
  rows: readonly SampleRow[];
  removeRow: (id: string) => void;
  setFocusedId: (id: string) => void;
}

const probe: GridPageProbe = {
  handle: null,
  selection: [],
  focused: [],
  activated: [],
  windows: [],
  summary: null,
  sort: null,
  edits: [],
  preview: null,
  rows: [],
  removeRow: () => {},
  setFocusedId: () => {},
};
(window as unknown as { gridPage: GridPageProbe }).gridPage = probe;

function show(part: Partial<GridPageProbe>): void {
  Object.assign(probe, part);
}

const PAGE_SIZE = 200;

/** Rows of a long result; pages come a little later where they are loaded on demand. */
function useManyRows(
  total: number,
  isPaged: boolean,
): readonly [GridRows<SampleRow>, (window: GridWindow) => void] {
  const known = useRef(new Map<number, SampleRow>());
  const [pages, setPages] = useState<ReadonlyMap<number, readonly SampleRow[]>>(new Map());
  const rows = useMemo((): GridRows<SampleRow> => {
    const read = ({ offset, limit }: GridWindow) =>
      Promise.resolve(Array.from({ length: limit }, (_, step) => sampleRow(offset + step)));
    if (isPaged) return rowsOfPages(total, PAGE_SIZE, pages, read);
    const at = (index: number) => {
      const found = known.current.get(index) ?? sampleRow(index);
      known.current.set(index, found);
      return found;
    };
    return { total, at, loaded: () => known.current.values(), read };
  }, [total, isPaged, pages]);
  const load = useCallback(
    (wanted: GridWindow) => {
      show({ windows: [...probe.windows, wanted] });
      if (!isPaged) return;
      setTimeout(() => {
        setPages((before) => {
          const missing = pagesOf(wanted, PAGE_SIZE).filter((page) => !before.has(page));
          if (missing.length === 0) return before;
          return new Map([...before, ...missing.map((page) => [page, samplePage(page, total)] as const)]);
        });
      }, 20);
    },
    [isPaged, total],
  );
  return [rows, load];
}

function samplePage(page: number, total: number): readonly SampleRow[] {
  const size = Math.min(PAGE_SIZE, total - page * PAGE_SIZE);
  return Array.from({ length: size }, (_, step) => sampleRow(page * PAGE_SIZE + step));
}

function TriagePage({ total, isPaged }: { readonly total: number; readonly isPaged: boolean }) {
  const [many, load] = useManyRows(total, isPaged);
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set());
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const [sort, setSort] = useState<GridSort | null>(null);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const rows = useMemo(() => {
    if (total > 1_000) return many;
    const list = Array.from({ length: total }, (_, index) => many.at(index)).filter(
      (row) => row !== undefined,
    );
    return rowsOf(list.filter(({ id }) => !removed.has(id)));
  }, [many, removed, total]);
  useEffect(() => {
    const removeRow = (id: string) => setRemoved((before) => new Set([...before, id]));
    show({ selection: [...selection], sort, removeRow, setFocusedId });
  }, [selection, sort]);
  return (
    <DataGrid
      label="Documents"
      mode="triage"
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      onWindow={load}
      sort={sort}
      onSort={setSort}
      selection={selection}
      onSelectionChange={setSelection}
      focusedId={focusedId}
      onFocusChange={(id) => {
        show({ focused: [...probe.focused, id] });
        // As the address of a busy page: it follows, but late.
        if (search.has('lag')) setTimeout(setFocusedId, Number(search.get('lag')), id);
        else setFocusedId(id);
      }}
      onActivate={(row) => {
        show({ activated: [...probe.activated, row.id] });
      }}
      onSummary={(summary) => {
        show({ summary });
      }}
      totals={{
        amount: [
          { minor: '123456', currency: 'EUR' },
          { minor: '-5000', currency: 'USD' },
        ],
      }}
      emptyState={<p>No documents in September.</p>}
      ref={(handle) => {
        show({ handle });
      }}
    />
  );
}

interface EditPageProps {
  readonly total: number;
  readonly locale: string;
  /** Rows to be filled: everyone's currency stays, what is edited is nothing yet. */
  readonly isBlank: boolean;
}

function EditPage({ total, locale, isBlank }: EditPageProps) {
  const [list, setList] = useState(() =>
    Array.from({ length: total }, (_, index) => (isBlank ? blankRow(index) : sampleRow(index))),
  );
  const shown = useMemo(() => editColumns(locale), [locale]);
  const rows = useMemo(() => rowsOf(list), [list]);
  const history = useRef<EditHistory<typeof list>>(emptyHistory);
  useEffect(() => show({ rows: list }), [list]);
  const travel = (move: HistoryMove<typeof list> | null): boolean => {
    if (move === null) return false;
    history.current = move.history;
    setList(move.state);
    return true;
  };
  return (
    <DataGrid
      label="Rules"
      mode="edit"
      columns={shown}
      rows={rows}
      rowId={(row) => row.id}
      onEdit={(changes) => {
        show({ edits: [...probe.edits, changes] });
        history.current = recorded(history.current, list);
        setList((before) =>
          before.map((row) => {
            const own = changes.filter(({ rowId }) => rowId === row.id);
            return own.reduce((next, change) => ({ ...next, [change.columnId]: change.after }), row);
          }),
        );
      }}
      onUndo={() => travel(undone(history.current, list))}
      onRedo={() => travel(redone(history.current, list))}
      onPaste={(preview) => {
        show({ preview });
      }}
      ref={(handle) => {
        show({ handle });
      }}
    />
  );
}

function GridPage() {
  const total = Number(search.get('rows') ?? (search.get('mode') === 'edit' ? '40' : '100'));
  document.documentElement.dataset['density'] = search.get('density') ?? 'normal';
  document.documentElement.dataset['theme'] = search.get('theme') ?? 'light';
  if (search.get('page') === 'empty-scroller')
    return (
      <div className="grid-page">
        <div className="empty-scroller" tabIndex={-1}>
          <div style={{ height: total * 28 }} />
        </div>
      </div>
    );
  return (
    <div className="grid-page">
      <h1>Grid page</h1>
      <button type="button">Before</button>
      {search.get('mode') === 'edit' ? (
        <EditPage total={total} locale={preferences.locale} isBlank={search.has('blank')} />
      ) : (
        <TriagePage total={total} isPaged={search.has('paged')} />
      )}
      <button type="button">After</button>
    </div>
  );
}

createRoot(present(document.getElementById('root'), 'the page has a root')).render(
  <StrictMode>
    <FormatProvider preferences={preferences}>
      <UiProvider>
        <GridPage />
      </UiProvider>
    </FormatProvider>
  </StrictMode>,
);
