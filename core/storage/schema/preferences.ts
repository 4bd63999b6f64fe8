import { sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const preferences = sqliteTable('preferences', {
  personId: text('person_id').primaryKey(),
  body: text('body').notNull(),
});
