import { Search } from 'lucide-react';
import { type ReactNode, type SubmitEvent, useEffect, useState } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { useScreen } from '#renderer/shell/chrome/screen.ts';
import { useScreenSearch, useSetSearch } from '#renderer/shell/scope/screen-search.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { NotFound } from './not-found.tsx';
import { TraceBody } from './trace-body.tsx';
import { type TraceSearch, traceSearch } from './trace-search.ts';

/** One chain from opportunity to ledger, by any id of any system. */
export default function TraceScreen(): ReactNode {
  const [{ id }] = useScreenSearch(traceSearch);
  useScreen({ title: id === undefined ? 'Trace' : `Trace ${id}`, mode: 'triage' });
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex flex-wrap items-center gap-3 border-b px-panel py-1.5">
        <h1 className="text-base font-semibold">Trace</h1>
        <IdField id={id} />
      </div>
      {id === undefined ? (
        <EmptyState kind="nothing" title="Paste any id.">
          An invoice, an order, a contract, a customer, a posting, an exception, or any id of the CRM, the
          billing platform or the ERP: the whole chain that it belongs to opens.
        </EmptyState>
      ) : (
        <Found id={id} />
      )}
    </div>
  );
}

function IdField({ id }: { readonly id: string | undefined }): ReactNode {
  const setSearch = useSetSearch<TraceSearch>();
  const [text, setText] = useState(id ?? '');
  useEffect(() => setText(id ?? ''), [id]);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (text.trim() !== '') setSearch({ id: text.trim(), hop: undefined });
  };
  return (
    <form className="w-96 max-w-full" onSubmit={submit} role="search">
      <TextField
        label="Id to trace"
        isLabelHidden
        icon={Search}
        isMono
        data-filter
        placeholder="Paste an id and press Enter"
        value={text}
        onChange={setText}
        // With nothing opened yet, pasting is what this screen is for.
        autoFocus={id === undefined}
      />
    </form>
  );
}

function Found({ id }: { readonly id: string }): ReactNode {
  const read = useRead(api.trace.find, { id }, { keepsPrevious: false });
  const { data } = read;
  if (read.error?.failure.code === 'NOTHING_FOUND') return <NotFound id={id} />;
  if (!data) return <Unread read={read} title="The trace could not be read" lines={10} />;
  return <TraceBody trace={data} />;
}
