import { Menu } from '@base-ui/react/menu';
import { Bookmark } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { SavedView } from '#core/contract/preferences.ts';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Icon } from '#renderer/ui/icon.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { usePreferences } from '../preferences/preferences.ts';
import { isShown, removeView, saveView } from '../preferences/saved-views.ts';
import { type SearchValues, useGoTo } from '../scope/navigation.tsx';
import type { ScreenId } from '../scope/screens.ts';

interface SavedViewsProps {
  readonly screen: ScreenId;
  /** What the screen shows now. */
  readonly search: SearchValues;
}

const itemLook = 'flex h-7 items-center gap-2 px-3 outline-none data-[highlighted]:bg-hover';

/** Filters, order and columns under a name. What is shown is always in the address; a view is an address with a name. */
export function SavedViews({ screen, search }: SavedViewsProps): ReactNode {
  const goTo = useGoTo();
  const all = usePreferences((preferences) => preferences.savedViews);
  const views = all.filter((view) => view.screen === screen);
  const shown = views.find((view) => isShown(view, search));
  const [isNaming, setNaming] = useState(false);
  return (
    <>
      <Menu.Root>
        <Menu.Trigger className="flex h-control items-center gap-1.5 rounded-md px-2 hover:bg-hover">
          <Icon icon={Bookmark} />
          {shown?.name ?? 'Views'}
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={4} align="start" className="z-50">
            <Menu.Popup className="floating min-w-56 rounded-lg bg-raised py-1 text-text shadow-float outline-none">
              {views.map((view) => (
                <Menu.Item key={view.id} className={itemLook} onClick={() => goTo(screen, view.search)}>
                  <span className="flex-1">{view.name}</span>
                  {view === shown && <span className="text-sm text-muted">shown</span>}
                </Menu.Item>
              ))}
              <Menu.Item className={itemLook} onClick={() => setNaming(true)}>
                Save what is shown as a view…
              </Menu.Item>
              {shown && (
                <Menu.Item className={itemLook} onClick={() => void removeView(shown.id)}>
                  Remove “{shown.name}”
                </Menu.Item>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {isNaming && (
        <NameDialog
          views={views}
          onClose={() => setNaming(false)}
          onNamed={(name) => saveView(screen, name, search)}
        />
      )}
    </>
  );
}

interface NameDialogProps {
  readonly views: readonly SavedView[];
  readonly onClose: () => void;
  readonly onNamed: (name: string) => Promise<void>;
}

function NameDialog({ views, onClose, onNamed }: NameDialogProps): ReactNode {
  const [name, setName] = useState('');
  const [failure, setFailure] = useState<string>();
  const given = name.trim();
  const submit = (): void => {
    if (given === '') return;
    onNamed(given).then(onClose, (cause: unknown) => setFailure(String(cause)));
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Save view"
      description="Keeps filter, order and columns under a name, for you alone."
      size="narrow"
      onSubmit={submit}
      footer={
        <Button type="submit" variant="primary" refusal={given === '' ? 'Give it a name' : undefined}>
          {views.some((view) => view.name === given) ? 'Replace' : 'Save'}
        </Button>
      }
    >
      <TextField label="Name" value={name} onChange={setName} error={failure} />
    </Dialog>
  );
}
