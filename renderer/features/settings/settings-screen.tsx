import { Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { useScreen } from '#renderer/shell/chrome/screen.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { ArrowGroup } from '#renderer/ui/arrow-group.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { KeyRemaps, keySettings } from './key-settings.tsx';
import { AboutFacts, StorageFacts } from './machine-settings.tsx';
import { notificationSettings } from './notification-settings.tsx';
import { policyAbout } from './policy-about.ts';
import { profileSettings } from './profile-settings.tsx';
import { fits, SettingList } from './setting-list.tsx';
import { SampleRemoval } from './sample-removal.tsx';
import { SettingsFile } from './settings-file.tsx';
import { sections, settingsSearch } from './settings-search.ts';
import { FlowSettings, RuleSettings } from './workspace-settings.tsx';

type Section = (typeof sections)[number];

const titles: Readonly<Record<Section, string>> = {
  profile: 'Appearance and formats',
  keys: 'Keys',
  notifications: 'Notifications',
  rules: 'Rules and thresholds',
  flows: 'Flows',
  storage: 'Storage and secrets',
  file: 'Settings as a file',
  about: 'About',
};

/** Words that lead to a section that is no list of settings. */
const words: Readonly<Partial<Record<Section, string>>> = {
  keys: 'keys shortcuts keyboard remap command',
  flows: 'flows phase observe shadow hold post roll-out switch off',
  storage: 'storage secrets database size anchor keyring passphrase backup sqlite sample remove demo',
  file: 'import export file json backup settings',
  about: 'about version licence license node third party',
};

/** Every setting, each with who controls it; the search box comes first. */
export default function SettingsScreen(): ReactNode {
  useScreen({ title: 'Settings' });
  const [search, setSearch] = useScreenSearch(settingsSearch);
  const text = search.text ?? '';
  const isSearching = text.trim() !== '';
  const chosen = search.section ?? 'profile';
  const shown = isSearching ? sections.filter((section) => hasHit(section, text)) : [chosen];
  return (
    <div className="grid h-full min-h-0 grid-cols-[220px_minmax(0,1fr)]">
      <nav
        aria-label="Sections of the settings"
        className="overflow-y-auto border-r py-2"
        data-pane="sections"
      >
        <ArrowGroup label="Sections">
          <ul>
            {sections.map((section) => {
              const isCurrent = !isSearching && section === chosen;
              return (
                <li key={section}>
                  <button
                    type="button"
                    aria-current={isCurrent ? 'true' : undefined}
                    onClick={() => setSearch({ section, text: undefined })}
                    className={`ring-inside flex h-7 w-full items-center px-3 text-left hover:bg-hover ${isCurrent ? 'bg-selected font-medium' : ''}`}
                  >
                    {titles[section]}
                  </button>
                </li>
              );
            })}
          </ul>
        </ArrowGroup>
      </nav>
      <div className="flex min-h-0 min-w-0 flex-col">
        <div className="flex items-center gap-3 border-b px-panel py-1.5">
          <h1 className="text-base font-semibold">Settings</h1>
          <div className="w-80 max-w-full">
            <TextField
              label="Search settings"
              isLabelHidden
              icon={Search}
              placeholder="Search settings"
              data-filter
              value={text}
              onChange={(next) => setSearch({ text: next === '' ? undefined : next }, { replace: true })}
            />
          </div>
        </div>
        <div className="@container min-h-0 flex-1 overflow-y-auto px-panel pb-8">
          {shown.length === 0 ? (
            <EmptyState kind="nothing" title={`No setting is about "${text}".`} />
          ) : (
            shown.map((section) => (
              <section key={section} aria-label={titles[section]} className="max-w-5xl">
                <h2 className="pt-4 text-lg font-semibold">{titles[section]}</h2>
                <SectionBody section={section} text={isSearching ? text : ''} />
              </section>
            ))
          )}
        </div>
      </div>
    </div>
  );
}

const lists = { profile: profileSettings, keys: keySettings, notifications: notificationSettings } as const;

function hasHit(section: Section, text: string): boolean {
  if (section === 'rules')
    return Object.entries(policyAbout).some(([id, about]) => fits({ id, ...about }, text));
  const settings = section in lists ? lists[section as keyof typeof lists] : [];
  if (settings.some((setting) => fits(setting, text))) return true;
  return (words[section] ?? '').includes(text.trim().toLowerCase());
}

function SectionBody({ section, text }: { readonly section: Section; readonly text: string }): ReactNode {
  const isListHit = (settings: (typeof lists)[keyof typeof lists]) =>
    text === '' ? settings : settings.filter((setting) => fits(setting, text));
  switch (section) {
    case 'profile':
    case 'notifications':
      return <SettingList settings={isListHit(lists[section])} />;
    case 'keys':
      return (
        <>
          <SettingList settings={isListHit(keySettings)} />
          <KeyRemaps text={(words.keys ?? '').includes(text.trim().toLowerCase()) ? '' : text} />
        </>
      );
    case 'rules':
    case 'flows':
      return <WorkspaceSection section={section} text={text} />;
    case 'storage':
      return (
        <>
          <StorageFacts />
          <SampleRemoval />
        </>
      );
    case 'file':
      return <SettingsFile />;
    case 'about':
      return <AboutFacts />;
  }
}

function WorkspaceSection({
  section,
  text,
}: {
  readonly section: 'rules' | 'flows';
  readonly text: string;
}): ReactNode {
  const read = useRead(api.settings.workspace, undefined);
  const { data } = read;
  if (!data) return <Unread read={read} title="The settings could not be read" lines={8} />;
  return section === 'rules' ? (
    <RuleSettings settings={data} text={text} />
  ) : (
    <FlowSettings settings={data} />
  );
}
