import * as z from 'zod';

export const sections = [
  'profile',
  'keys',
  'notifications',
  'rules',
  'flows',
  'storage',
  'file',
  'about',
] as const;

export const settingsSearch = z.object({
  section: z.enum(sections).optional().catch(undefined),
  text: z.string().max(200).optional().catch(undefined),
});
