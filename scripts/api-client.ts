// Writes clients/typescript/schema.d.ts from the routes: `npm run api-client`.
import { writeFileSync } from 'node:fs'
import { readTypes, typesFile } from '../clients/typescript/generate'

writeFileSync(typesFile, await readTypes())
