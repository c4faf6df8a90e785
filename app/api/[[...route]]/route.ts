import { openApi } from './_api'

export const dynamic = 'force-dynamic'

const api = openApi()

function answer(request: Request): Response | Promise<Response> {
  return api.fetch(request)
}

export { answer as DELETE, answer as GET, answer as OPTIONS, answer as PATCH, answer as POST, answer as PUT }
