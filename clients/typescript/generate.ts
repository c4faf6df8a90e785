import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript'
import { format, resolveConfig } from 'prettier'
import { openApi } from '@/app/api/[[...route]]/_api'
import { describeApi } from '@/app/api/[[...route]]/_document'

export const typesFile = 'clients/typescript/schema.d.ts'

/** The types of every route as the file should have them now. */
export async function readTypes(): Promise<string> {
  const document = describeApi(openApi(), 'https://latchkey.example.com') as unknown as OpenAPI3
  const types = astToString(await openapiTS(document))
  const text = `// Made by \`npm run api-client\` from the routes of the API. Changes here are lost.\n${types}`
  return format(text, { ...(await resolveConfig(typesFile)), parser: 'typescript' })
}
