import * as z from 'zod';

// Before any schema is made: zod would otherwise try to compile its parsers, which the content-security policy refuses and
// reports.
z.config({ jitless: true });
