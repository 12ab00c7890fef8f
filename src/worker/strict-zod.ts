import * as z from 'zod';

// Workers refuse code made out of texts. Zod tries it with the first schema, so this module is imported before any.
z.config({ jitless: true });
