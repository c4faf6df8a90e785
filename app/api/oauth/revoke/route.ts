import { oauthRoute, onlyByPost } from '@/app/_edge/oauth'
import { answerRevocation } from '@/lib/api-clients/token-endpoint'

export const POST = oauthRoute(answerRevocation)
export { onlyByPost as GET, onlyByPost as PUT, onlyByPost as PATCH, onlyByPost as DELETE }
