import { Toast as Base } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { Icon } from './icon.tsx';
import { type Tone, toneIcon, toneInk } from './tone.ts';

interface ToastWords {
  readonly title: string;
  readonly description?: string | undefined;
  readonly tone?: Tone;
  /** One thing to do about it, such as undo. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

interface Toaster {
  /** Says something that has happened, in the corner and to screen readers. What must not be missed is a Banner. */
  readonly show: (words: ToastWords) => void;
}

/** Long enough to read and to reach for the action. */
const readingMs = 7_000;

export function ToastProvider({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <Base.Provider timeout={readingMs} limit={4}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed right-4 bottom-9 z-50 flex w-90 max-w-[calc(100vw-32px)] flex-col gap-2">
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

export function useToast(): Toaster {
  const { add } = Base.useToastManager();
  return useMemo(
    () => ({
      show: ({ title, description, tone = 'neutral', action }) => {
        add({
          title,
          description,
          type: tone,
          priority: tone === 'negative' ? 'high' : 'low',
          ...(action === undefined ? {} : { actionProps: { children: action.label, onClick: action.run } }),
        });
      },
    }),
    [add],
  );
}

function Toasts(): ReactNode {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => {
    const tone = (toast.type ?? 'neutral') as Tone;
    return (
      <Base.Root
        key={toast.id}
        toast={toast}
        className="floating rounded-lg bg-raised text-text shadow-float data-limited:hidden"
      >
        <Base.Content className="flex items-start gap-2 py-2 pr-2 pl-3">
          <Icon icon={toneIcon[tone]} className={`mt-0.75 ${toneInk[tone]}`} />
          <div className="min-w-0 flex-1">
            <Base.Title className="font-medium" />
            <Base.Description className="text-sm text-muted" />
          </div>
          <Base.Action className="h-6 rounded-md px-2 font-medium text-accent hover:bg-hover" />
          <Base.Close
            aria-label="Dismiss"
            className="inline-flex size-6 items-center justify-center rounded-md text-muted hover:bg-hover"
          >
            <Icon icon={X} />
          </Base.Close>
        </Base.Content>
      </Base.Root>
    );
  });
}
