import type { ActingRequest } from '../app/router/acting-person.ts';
import type { CommandContext } from './command.ts';
import type { OpenWorkspace } from './open-workspace.ts';

/**
 * Opens the workspace of the arguments, lets the person in who acts, runs `work` over the API and closes again, however
 * the work ends. The core is loaded here, so that what needs none starts at once.
 */
export async function withWorkspace<T>(
  context: CommandContext,
  request: Omit<ActingRequest, 'wanted'>,
  work: (workspace: OpenWorkspace) => Promise<T>,
): Promise<T> {
  const { openWorkspace } = await import('./open-workspace.ts');
  const workspace = await openWorkspace(context, request);
  try {
    return await work(workspace);
  } finally {
    context.progress.clear();
    await workspace.close();
  }
}
