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

/** What is being lent, as far as it is written. */
interface Loan {
  readonly role: string | null;
  readonly toPerson: string | null;
  readonly from: string;
  readonly until: string;
  readonly reason: string;
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** What is still to be said before it can be lent, or undefined. */
function missingOf({ role, toPerson, from, until, reason }: Loan): string | undefined {
  if (role === null || toPerson === null) return 'Choose a role and a person';
  if (!isDay(from) || !isDay(until)) return 'Give both days, as 2026-09-30';
  return reason.trim().length < 3 ? 'Say why' : undefined;
}

/** Lends one of one's own roles for some days. Whoever takes it acts in one's name, which every decision shows. */
export function DelegateForm({ list, onClose }: DelegateFormProps): ReactNode {
  const you = list.people.find(({ id }) => id === list.you);
  const [loan, setLoan] = useState<Loan>({
    role: you?.roles[0] ?? null,
    toPerson: null,
    from: list.nowAt.slice(0, 10),
    until: '',
    reason: '',
  });
  const missing = missingOf(loan);
  const toast = useToast();
  const delegate = useChange(api.people.delegate, {
    onDone: ({ delegation }) => {
      toast.show({ tone: 'positive', title: `Lent to ${delegation.toPerson}` });
      onClose();
    },
  });
  const submit = (): void => {
    const { role, toPerson, from, until, reason } = loan;
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
        <LoanFields
          list={list}
          loan={loan}
          onChange={(part) => setLoan((before) => ({ ...before, ...part }))}
        />
      </div>
    </Dialog>
  );
}

interface LoanFieldsProps {
  readonly list: PeopleList;
  readonly loan: Loan;
  readonly onChange: (part: Partial<Loan>) => void;
}

function LoanFields({ list, loan, onChange }: LoanFieldsProps): ReactNode {
  const you = list.people.find(({ id }) => id === list.you);
  const others = list.people.filter(({ id, isActive }) => isActive && id !== list.you);
  return (
    <>
      <Select
        label="Role"
        value={loan.role}
        options={(you?.roles ?? []).map((held) => ({ value: held, label: rolesText([held]) }))}
        onChange={(role) => onChange({ role })}
      />
      <Select
        label="To"
        value={loan.toPerson}
        options={others.map(({ id, name, roles }) => ({ value: id, label: name, about: rolesText(roles) }))}
        onChange={(toPerson) => onChange({ toPerson })}
      />
      <div className="grid grid-cols-2 gap-3">
        <TextField label="From" value={loan.from} onChange={(from) => onChange({ from })} />
        <TextField
          label="Until, not included"
          placeholder="2026-09-30"
          value={loan.until}
          onChange={(until) => onChange({ until })}
        />
      </div>
      <TextArea label="Reason" value={loan.reason} onChange={(reason) => onChange({ reason })} />
    </>
  );
}
