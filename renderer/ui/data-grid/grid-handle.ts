import { useImperativeHandle } from 'react';
import { goTo } from './grid-actions.ts';
import { copyRows } from './grid-clipboard.ts';
import { cellElement } from './grid-core.ts';
import { type GridHands, stepRow } from './grid-keyboard.ts';
import type { GridHandle } from './grid-props.ts';

/** What a screen may ask of its grid. */
export function useGridHandle<Row>(hands: GridHands<Row>): void {
  const { core, editing, run } = hands;
  useImperativeHandle(
    core.props.ref,
    (): GridHandle => ({
      focusNext: () => stepRow(hands, 1),
      focusPrevious: () => stepRow(hands, -1),
      focusRow: (index, columnId) => {
        const column = columnId === undefined ? core.focus.active.column : core.layout.indexOf(columnId);
        goTo(
          core,
          { row: Math.max(0, Math.min(index, core.props.rows.total - 1)), column: Math.max(0, column) },
          run,
        );
      },
      focus: () => cellElement(core.scroller.current, core.focus.active)?.focus({ preventScroll: true }),
      scrollTo: (index) => {
        if (core.scroller.current !== null)
          core.scroller.current.scrollTop = core.scale.toScroll(index * core.measure.rowHeightPx);
      },
      copy: (options = {}) => copyRows(core, options),
      clearRange: () => core.focus.setRange(null),
      visibleColumnIds: () => core.layout.columns.filter(({ column }) => column !== null).map(({ id }) => id),
      undo: () => void editing.undo(),
      redo: () => void editing.redo(),
    }),
  );
}
