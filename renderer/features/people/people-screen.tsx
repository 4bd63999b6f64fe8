import { type ReactNode, useMemo, useState } from 'react';
import type { PeopleList, WirePerson } from '#core/contract/people.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useChange, useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { useScreen } from '#renderer/shell/chrome/screen.ts';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { useCommandHandlers } from '#renderer/shell/commands/registry.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { useSession } from '#renderer/shell/session/session.ts';
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx';
import { DataGrid } from '#renderer/ui/data-grid/data-grid.tsx';
import { rowsOf } from '#renderer/ui/data-grid/grid-rows.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { SplitPane } from '#renderer/ui/split-pane.tsx';
import { Tabs } from '#renderer/ui/tabs.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { useToast } from '#renderer/ui/toast.tsx';
import { AccessReview, PermissionMatrix } from './access-view.tsx';
import { DelegateForm } from './delegate-form.tsx';
import { peopleColumns, rolesText } from './people-columns.tsx';
import { peopleCommands } from './people-commands.ts';
import { peopleSearch } from './people-search.ts';
import { PersonForm } from './person-form.tsx';
import { PersonPane } from './person-pane.tsx';
import { saveText } from '#renderer/shell/files/save-text.ts';

type Asking = 'add' | 'change' | 'active' | 'delegate' | { readonly endDelegation: string };

/** Who may do what: people with their roles and limits, the table of rights, and the review of both. */
export default function PeopleScreen(): ReactNode {
  useScreen({ title: 'People, roles and limits', mode: 'triage' });
  const read = useRead(api.people.list, undefined);
  const { data } = read;
  if (!data) return <Unread read={read} title="The people could not be read" lines={10} />;
  return <People list={data} />;
}

function People({ list }: { readonly list: PeopleList }): ReactNode {
  const [search, setSearch] = useScreenSearch(peopleSearch);
  const session = useSession();
  const [asking, setAsking] = useState<Asking | null>(null);
  const person = list.people.find(({ id }) => id === search.id) ?? null;
  usePeopleHandlers(list, person, setAsking);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex flex-wrap items-center gap-2 border-b px-panel py-1.5">
        <h1 className="mr-2 text-base font-semibold">People, roles and limits</h1>
        <div className="ml-auto flex gap-1">
          <CommandButton id="people.delegate" variant="quiet" />
          <CommandButton id="people.add" />
        </div>
      </div>
      <Tabs
        label="What is shown"
        value={search.tab ?? 'people'}
        onChange={(tab) => setSearch({ tab })}
        tabs={[
          { value: 'people', label: 'People', count: list.people.length },
          { value: 'matrix', label: 'Who may do what' },
          { value: 'review', label: 'Access review' },
        ]}
      >
        {search.tab === 'matrix' ? (
          <PermissionMatrix list={list} />
        ) : search.tab === 'review' ? (
          <AccessReview />
        ) : (
          <SplitPane
            label="People and person"
            initialShare={66}
            list={<PeopleGrid list={list} />}
            detail={
              <PersonPane
                list={list}
                person={person}
                mayEnd={(from) => from === list.you || session.allows('people.change')}
                onEnd={(endDelegation) => setAsking({ endDelegation })}
              />
            }
          />
        )}
      </Tabs>
      {asking && <AskingDialog asking={asking} list={list} person={person} onClose={() => setAsking(null)} />}
    </div>
  );
}

function PeopleGrid({ list }: { readonly list: PeopleList }): ReactNode {
  const [search, setSearch] = useScreenSearch(peopleSearch);
  const text = (search.text ?? '').trim().toLowerCase();
  const people = useMemo(
    () =>
      list.people.filter(({ id, name, roles }) =>
        [id, name, rolesText(roles)].some((part) => part.toLowerCase().includes(text)),
      ),
    [list, text],
  );
  const rows = useMemo(() => rowsOf(people), [people]);
  return (
    <>
      <div className="w-72 px-panel py-2">
        <TextField
          label="Filter people"
          isLabelHidden
          placeholder="Filter by name or role"
          data-filter
          value={search.text ?? ''}
          onChange={(value) => setSearch({ text: value === '' ? undefined : value }, { replace: true })}
        />
      </div>
      <DataGrid
        label="People"
        mode="triage"
        columns={peopleColumns}
        rows={rows}
        rowId={({ id }) => id}
        focusedId={search.id ?? null}
        onFocusChange={(id) => {
          if (id !== (search.id ?? null)) setSearch({ id: id ?? undefined }, { replace: true });
        }}
        rowTone={({ isActive }) => (isActive ? 'plain' : 'muted')}
        emptyState={
          <EmptyState
            kind="filtered"
            total={list.people.length}
            onClear={() => setSearch({ text: undefined })}
          />
        }
        className="min-h-0 flex-1"
      />
    </>
  );
}

function usePeopleHandlers(list: PeopleList, person: WirePerson | null, ask: (asking: Asking) => void): void {
  const session = useSession();
  const toast = useToast();
  const notYours = person?.id === list.you ? 'Nobody changes their own account' : undefined;
  const none = person === null ? 'Choose a person first' : undefined;
  const refusal = session.refusalOf('people.change');
  const mayReview = session.refusalOf('access.review');
  const exporting = useChange(api.people.accessReview, {
    onDone: ({ fileName, csv }) => saveText(fileName, 'text/csv', csv),
    onRefused: ({ failure: { message, fix } }) =>
      toast.show({
        tone: 'negative',
        title: 'The review was not exported',
        description: `${message} ${fix ?? ''}`,
      }),
  });
  useCommandHandlers(peopleCommands, {
    'people.add': { run: () => ask('add'), refusal },
    'people.change': { run: () => ask('change'), refusal: refusal ?? none ?? notYours },
    'people.setActive': { run: () => ask('active'), refusal: refusal ?? none ?? notYours },
    'people.delegate': { run: () => ask('delegate'), refusal: session.refusalOf('people.delegate') },
    'people.exportReview': { run: () => exporting.mutate(undefined), refusal: mayReview },
  });
}

interface AskingProps {
  readonly asking: Asking;
  readonly list: PeopleList;
  readonly person: WirePerson | null;
  readonly onClose: () => void;
}

function AskingDialog({ asking, list, person, onClose }: AskingProps): ReactNode {
  if (asking === 'add') return <PersonForm list={list} person={null} onClose={onClose} />;
  if (asking === 'delegate') return <DelegateForm list={list} onClose={onClose} />;
  if (asking === 'change') return person && <PersonForm list={list} person={person} onClose={onClose} />;
  if (asking === 'active') return person && <ActiveDialog person={person} onClose={onClose} />;
  return <EndDialog id={asking.endDelegation} onClose={onClose} />;
}

function ActiveDialog({
  person,
  onClose,
}: {
  readonly person: WirePerson;
  readonly onClose: () => void;
}): ReactNode {
  const change = useChange(person.isActive ? api.people.deactivate : api.people.reactivate, {
    onDone: onClose,
  });
  const verb = person.isActive ? 'Deactivate' : 'Reactivate';
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={`${verb} ${person.name}`}
      description={
        person.isActive
          ? 'Cuts them off at once. Their decisions stay; what they approved and is not sent yet goes back on hold.'
          : 'They have their roles and limits again, as they were.'
      }
      confirmLabel={verb}
      isDanger={person.isActive}
      reason={{ label: 'Why?', least: 3 }}
      isBusy={change.isPending}
      failure={change.error?.failure.message}
      onConfirm={(reason) => change.mutate({ id: person.id, reason })}
    />
  );
}

function EndDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactNode {
  const end = useChange(api.people.endDelegation, { onDone: onClose });
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title="End the delegation now"
      confirmLabel="End it"
      reason={{ label: 'Why?', least: 3 }}
      isBusy={end.isPending}
      failure={end.error?.failure.message}
      onConfirm={(reason) => end.mutate({ id, reason })}
    />
  );
}
