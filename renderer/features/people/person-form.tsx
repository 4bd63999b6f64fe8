import { type ReactNode, useState } from 'react';
import type { PeopleList, WirePerson } from '#core/contract/people.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useChange } from '#renderer/shell/api/reading.ts';
import { LimitFields } from '#renderer/shell/scope/limit-fields.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { TextArea } from '#renderer/ui/text-area.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { rolesText } from './people-columns.tsx';

interface PersonFormProps {
  readonly list: PeopleList;
  /** Null adds one. */
  readonly person: WirePerson | null;
  readonly onClose: () => void;
}

type Limits = WirePerson['limits'];

/** What only a person who is added has to give. */
interface Newcomer {
  readonly email: string;
  readonly publicKey: string;
}

interface Written {
  readonly name: string;
  /** Null where the person is there already. */
  readonly newcomer: Newcomer | null;
  readonly conflict: PeopleList['conflicts'][number] | undefined;
  readonly reason: string;
}

/** What is still to be said or mended, or undefined. */
function missingOf({ name, newcomer, conflict, reason }: Written): string | undefined {
  if (name.trim() === '') return 'Give a name';
  if (newcomer && (newcomer.email.trim() === '' || newcomer.publicKey.trim() === ''))
    return 'Give an address and a public key';
  if (conflict) return `${rolesText(conflict.roles)} never go together`;
  return reason.trim().length < 3 ? 'Say why' : undefined;
}

/** Adds a person, or changes roles and limits of one. Nobody changes their own account; the host refuses it. */
export function PersonForm({ list, person, onClose }: PersonFormProps): ReactNode {
  const [name, setName] = useState(person?.name ?? '');
  const [newcomer, setNewcomer] = useState<Newcomer>({ email: '', publicKey: '' });
  const [roles, setRoles] = useState<readonly string[]>(person?.roles ?? []);
  const [limits, setLimits] = useState<Limits>(
    person?.limits ?? { legalEntities: null, maxMinorByCurrency: null },
  );
  const [reason, setReason] = useState('');
  const add = useChange(api.people.add, { onDone: onClose });
  const change = useChange(api.people.change, { onDone: onClose });
  const failure = (add.error ?? change.error)?.failure;
  const conflict = list.conflicts.find(({ roles: pair }) => pair.every((role) => roles.includes(role)));
  const missing = missingOf({ name, newcomer: person === null ? newcomer : null, conflict, reason });
  const submit = (): void => {
    if (missing !== undefined) return;
    const shared = { name, roles: [...roles], limits, reason };
    if (person === null) add.mutate({ ...shared, ...newcomer });
    else change.mutate({ id: person.id, changes: { name, roles: [...roles], limits }, reason });
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={person === null ? 'Add person' : `Change ${person.name}`}
      description="Takes effect at once and is journalled with your reason."
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
            isBusy={add.isPending || change.isPending}
          >
            {person === null ? 'Add' : 'Change'}
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
        <TextField label="Name" value={name} onChange={setName} />
        {person === null && <NewcomerFields newcomer={newcomer} onChange={setNewcomer} />}
        <Roles list={list} roles={roles} onChange={setRoles} />
        {conflict && (
          <Banner tone="warning">
            {rolesText(conflict.roles)}: {conflict.why}
          </Banner>
        )}
        <LimitFields limits={limits} onChange={setLimits} />
        <TextArea label="Reason" value={reason} onChange={setReason} />
      </div>
    </Dialog>
  );
}

interface NewcomerFieldsProps {
  readonly newcomer: Newcomer;
  readonly onChange: (newcomer: Newcomer) => void;
}

function NewcomerFields({ newcomer, onChange }: NewcomerFieldsProps): ReactNode {
  return (
    <>
      <TextField
        label="Address"
        description="For notices; nobody else sees it"
        value={newcomer.email}
        onChange={(email) => onChange({ ...newcomer, email })}
      />
      <TextArea
        label="Public key"
        description="Ed25519, as the person's own machine shows it. The private half never leaves that machine."
        value={newcomer.publicKey}
        onChange={(publicKey) => onChange({ ...newcomer, publicKey })}
      />
    </>
  );
}

interface RolesProps {
  readonly list: PeopleList;
  readonly roles: readonly string[];
  readonly onChange: (roles: readonly string[]) => void;
}

function Roles({ list, roles, onChange }: RolesProps): ReactNode {
  return (
    <fieldset>
      <legend className="mb-1 font-medium">Roles</legend>
      <div className="grid grid-cols-2 gap-x-4 gap-y-1">
        {list.roles.map((role) => {
          const isHeld = roles.includes(role);
          const clash = list.conflicts.find(
            ({ roles: pair }) =>
              pair.includes(role) && pair.some((other) => other !== role && roles.includes(other)),
          );
          return (
            <Checkbox
              key={role}
              label={rolesText([role])}
              isChecked={isHeld}
              onChange={(isOn) => onChange(isOn ? [...roles, role] : roles.filter((held) => held !== role))}
              refusal={
                clash && !isHeld ? `${rolesText(clash.roles)} never go together. ${clash.why}` : undefined
              }
            />
          );
        })}
      </div>
    </fieldset>
  );
}
