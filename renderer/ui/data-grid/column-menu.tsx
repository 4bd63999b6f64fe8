import { Menu } from '@base-ui/react/menu';
import {
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  EyeOff,
  MoveHorizontal,
  Pin,
  PinOff,
  RotateCcw,
  X,
} from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { MenuEntries, type MenuGroup, type MenuItem, menuPopupLook } from '../menu-entries.tsx';
import type { ColumnLayout, LaidColumn } from './column-layout.ts';
import {
  type ColumnState,
  type ColumnsNow,
  withHidden,
  withMove,
  withPin,
  withWidth,
} from './column-state.ts';
import type { GridColumn } from './grid-column.ts';
import type { GridSort } from './grid-props.ts';

/** How far one step of the keyboard changes a width. */
export const WIDTH_STEP_PX = 16;

export interface ColumnMenuProps<Row> {
  /** Null while the menu is closed. */
  readonly open: { readonly columnId: string; readonly anchor: Element } | null;
  readonly onClose: () => void;
  readonly layout: ColumnLayout<Row>;
  readonly state: ColumnState;
  readonly onState: (state: ColumnState) => void;
  readonly sort: GridSort | null;
  readonly onSort: ((sort: GridSort | null) => void) | undefined;
  readonly onFit: (columnId: string) => void;
}

/** Everything that can be done to a column, for keyboard and pointer alike. Closed, it is not drawn again with its grid. */
export const ColumnMenu = memo(
  DrawnColumnMenu,
  (before, now) => before.open === null && now.open === null,
) as typeof DrawnColumnMenu;

function DrawnColumnMenu<Row>(props: ColumnMenuProps<Row>): ReactNode {
  const { open, onClose, layout } = props;
  const laid = open === null ? undefined : layout.columns.find(({ id }) => id === open.columnId);
  return (
    <Menu.Root open={laid !== undefined} onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Menu.Portal>
        <Menu.Positioner anchor={open?.anchor ?? null} align="start" collisionPadding={8} className="z-30">
          <Menu.Popup className={menuPopupLook} aria-label={`Column ${laid?.column?.header ?? ''}`}>
            {laid === undefined || laid.column === null ? null : (
              <MenuEntries groups={groupsOf(props, laid, laid.column)} />
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function groupsOf<Row>(
  props: ColumnMenuProps<Row>,
  laid: LaidColumn<Row>,
  column: GridColumn<Row>,
): readonly MenuGroup[] {
  return [
    { id: 'sort', items: sortItems(props, column) },
    { id: 'place', items: placeItems(props, laid) },
    { id: 'width', items: widthItems(props, laid) },
    { id: 'columns', label: 'Columns', items: visibilityItems(props) },
  ];
}

function sortItems<Row>(
  { sort, onSort }: ColumnMenuProps<Row>,
  { id, isSortable }: GridColumn<Row>,
): MenuItem[] {
  if (isSortable !== true || onSort === undefined) return [];
  const items: MenuItem[] = [
    {
      id: 'ascending',
      label: 'Sort ascending',
      icon: ArrowUp,
      run: () => onSort({ columnId: id, direction: 'ascending' }),
    },
    {
      id: 'descending',
      label: 'Sort descending',
      icon: ArrowDown,
      run: () => onSort({ columnId: id, direction: 'descending' }),
    },
  ];
  if (sort?.columnId === id)
    items.push({ id: 'unsort', label: 'Do not sort', icon: X, run: () => onSort(null) });
  return items;
}

function placeItems<Row>(
  { layout, state, onState }: ColumnMenuProps<Row>,
  laid: LaidColumn<Row>,
): MenuItem[] {
  const { id } = laid;
  const now = columnsNow(layout);
  const isPinned = now.pinned.includes(id);
  const peers = isPinned ? now.pinned : now.visible.filter((one) => !now.pinned.includes(one));
  const isOnly = now.visible.length === 1;
  return [
    {
      id: 'pin',
      label: isPinned ? 'Unpin' : 'Pin to the left',
      icon: isPinned ? PinOff : Pin,
      run: () => onState(withPin(state, now, id, !isPinned)),
    },
    {
      id: 'left',
      label: 'Move left',
      icon: ArrowLeft,
      refusal: peers[0] === id ? 'It is the first' : undefined,
      run: () => onState(withMove(state, now, id, -1)),
    },
    {
      id: 'right',
      label: 'Move right',
      icon: ArrowRight,
      refusal: peers.at(-1) === id ? 'It is the last' : undefined,
      run: () => onState(withMove(state, now, id, 1)),
    },
    {
      id: 'hide',
      label: 'Hide',
      icon: EyeOff,
      refusal: isOnly ? 'One column has to stay' : undefined,
      run: () => onState(withHidden(state, id, true)),
    },
  ];
}

function widthItems<Row>(
  { state, onState, onFit }: ColumnMenuProps<Row>,
  { id, widthPx }: LaidColumn<Row>,
): MenuItem[] {
  return [
    { id: 'fit', label: 'Fit to content', icon: MoveHorizontal, run: () => onFit(id) },
    { id: 'wider', label: 'Wider', run: () => onState(withWidth(state, id, widthPx + WIDTH_STEP_PX)) },
    { id: 'narrower', label: 'Narrower', run: () => onState(withWidth(state, id, widthPx - WIDTH_STEP_PX)) },
    { id: 'reset', label: 'Reset all columns', icon: RotateCcw, run: () => onState({}) },
  ];
}

function visibilityItems<Row>({ layout, state, onState }: ColumnMenuProps<Row>): MenuItem[] {
  const shown = layout.all.length - layout.hiddenIds.size;
  return layout.all.map(({ id, header }) => {
    const isHidden = layout.hiddenIds.has(id);
    return {
      id: `show-${id}`,
      label: header,
      isChecked: !isHidden,
      refusal: !isHidden && shown === 1 ? 'One column has to stay' : undefined,
      run: () => onState(withHidden(state, id, !isHidden)),
    };
  });
}

export function columnsNow<Row>({ all, columns, pinnedIds }: ColumnLayout<Row>): ColumnsNow {
  return {
    order: all.map(({ id }) => id),
    visible: columns.filter(({ column }) => column !== null).map(({ id }) => id),
    pinned: pinnedIds,
  };
}
