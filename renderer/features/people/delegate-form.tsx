import { type ReactNode, useState } from 'react';
import type { PeopleList } from '#core/contract/people.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useChange } from '#renderer/shell/api/reading.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { TextArea } from '#renderer/ui/text-area.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { useToast } from '#renderer/ui/toast.tsx';
import { rolesText } from './people-columns.tsx';

interface DelegateFormProps {
  readonly list: PeopleList;
  readonly onClose: () => void;
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** Lends one of one's own roles for some days. Whoever takes it acts in one's name, which every decision shows. */
export function DelegateForm({ list, onClose }: DelegateFormProps): ReactNode {
  const you = list.people.find(({ id }) => id === list.you);
  const others = list.people.filter(({ id, isActive }) => isActive && id !== list.you);
  const [role, setRole] = useState<string | null>(you?.roles[0] ?? null);
  const [toPerson, setToPerson] = useState<string | null>(null);
  const [from, setFrom] = useState(list.nowAt.slice(0, 10));
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const toast = useToast();
  const delegate = useChange(api.people.delegate, {
    onDone: ({ delegation }) => {
      toast.show({ tone: 'positive', title: `Lent to ${delegation.toPerson}` });
      onClose();
    },
  });
  const missing =
    role === null || toPerson === null
      ? 'Choose a role and a person'
      : !isDay(from) || !isDay(until)
        ? 'Give both days, as 2026-09-30'
        : reason.trim().length < 3
          ? 'Say why'
          : undefined;
  const submit = (): void => {
    if (missing !== undefined || role === null || toPerson === null) return;
    delegate.mutate({
      role,
      toPerson,
      startsAt: `${from}T00:00:00.000Z`,
      endsAt: `${until}T00:00:00.000Z`,
      reason,
    });
  };
  const failure = delegate.error?.failure;
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Lend a role"
      description="For at most 92 days. Your own rights stay; you can end it at any time."
      onSubmit={submit}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="primary"
            keys="$mod+Enter"
            refusal={missing}
            isBusy={delegate.isPending}
          >
            Lend
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {failure && (
          <Banner tone="negative">
            {failure.message} {failure.fix}
          </Banner>
        )}
        <Select
          label="Role"
          value={role}
          options={(you?.roles ?? []).map((held) => ({ value: held, label: rolesText([held]) }))}
          onChange={setRole}
        />
        <Select
          label="To"
          value={toPerson}
          options={others.map(({ id, name, roles }) => ({ value: id, label: name, about: rolesText(roles) }))}
          onChange={setToPerson}
        />
        <div className="grid grid-cols-2 gap-3">
          <TextField label="From" value={from} onChange={setFrom} />
          <TextField label="Until, not included" placeholder="2026-09-30" value={until} onChange={setUntil} />
        </div>
        <TextArea label="Reason" value={reason} onChange={setReason} />
      </div>
    </Dialog>
  );
}
