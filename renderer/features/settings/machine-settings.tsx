import type { ReactNode } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { DefinitionList } from '#renderer/ui/definition-list.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { IdText } from '#renderer/ui/id-text.tsx';
import { InstantText } from '#renderer/ui/time-text.tsx';

const megabyte = 1_048_576;

/** Where the workspace is, how big, when its journal was last anchored, and where secrets are kept. */
export function StorageFacts(): ReactNode {
  const read = useRead(api.settings.storage, undefined);
  const { data } = read;
  const format = useFormat();
  if (!data) return <Unread read={read} title="What is stored could not be read" lines={6} />;
  const { anchor, secrets } = data;
  return (
    <section aria-label="Storage and secrets" className="py-3">
      <DefinitionList
        items={[
          { term: 'Secrets are in', value: secrets.backend },
          { term: '', value: <span className="text-muted">{secrets.detail}</span> },
          {
            term: 'Private keys here',
            value: `${format.count(secrets.sealedKeys)} under a passphrase, ${format.count(secrets.openKeys)} without`,
          },
          { term: 'Database', value: <IdText id={data.path} label="path of the database" /> },
          {
            term: 'Size',
            value: `${format.measure(data.databaseBytes / megabyte, 1)} MB, and ${format.measure(data.pendingBytes / megabyte, 1)} MB waiting in its log`,
          },
          { term: 'Journal entries', value: format.count(data.events) },
          {
            term: 'Anchored',
            value:
              anchor === null ? (
                'Never'
              ) : (
                <>
                  At entry {format.count(anchor.seq)}, <InstantText at={anchor.at} style="full" /> (
                  {format.count(anchor.count)} anchors)
                </>
              ),
          },
          { term: 'SQLite', value: `${data.sqliteVersion}, schema ${data.schemaVersion}` },
        ]}
      />
    </section>
  );
}

/** Version, runtime and the licences of everything that is shipped. */
export function AboutFacts(): ReactNode {
  const read = useRead(api.settings.about, undefined);
  const { data } = read;
  if (!data) return <Unread read={read} title="Version and licences could not be read" lines={6} />;
  return (
    <section aria-label="About" className="py-3">
      <DefinitionList
        items={[
          { term: 'Version', value: data.version },
          {
            term: 'Runs in',
            value: data.host === 'desktop' ? 'The desktop application' : 'The browser, over a local host',
          },
          { term: 'Node', value: `${data.node} on ${data.platform}` },
          { term: 'Workspace', value: data.workspace },
          { term: 'Workspace id', value: <IdText id={data.workspaceId} label="workspace id" /> },
        ]}
      />
      <h3 className="mt-5 mb-1 font-medium">Licences</h3>
      <table className="w-full max-w-2xl text-sm">
        <tbody>
          {data.licences.map(({ name, version, licence }) => (
            <tr key={name} className="border-t">
              <th scope="row" className="py-0.5 text-left font-mono font-normal">
                {name}
              </th>
              <td className="tabular-nums">{version}</td>
              <td className="text-right">{licence}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
