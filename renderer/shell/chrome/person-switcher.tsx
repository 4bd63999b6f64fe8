import { CircleUserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { PersonChoice, roleText } from '../session/sign-in.tsx';
import { useSession } from '../session/session.ts';
import { openLayer, useLayer } from './layers.ts';

/** Who is working, and the way to hand the chair to somebody else. */
export function PersonSwitcher(): ReactNode {
  const { you } = useSession();
  return (
    <Button
      variant="quiet"
      icon={CircleUserRound}
      onClick={() => openLayer('person')}
      aria-label={`${you.name}, ${you.roles.map(roleText).join(', ')}. Switch person`}
    >
      <span className="max-w-44 truncate">{you.name}</span>
    </Button>
  );
}

/** The people whose keys are on this machine, over whatever screen is open. */
export function PersonDialog(): ReactNode {
  const session = useSession();
  const [isOpen, setOpen] = useLayer('person');
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={setOpen}
      title="Who is working?"
      description={`Signed in as ${session.you.name}. Decisions are signed with the key of the person chosen here.`}
    >
      <PersonChoice facts={session} onDone={() => setOpen(false)} />
    </Dialog>
  );
}
