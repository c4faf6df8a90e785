import { oauthRoute } from '@/app/_edge/oauth'
import { answerRevocation } from '@/lib/api-clients/token-endpoint'

export const POST = oauthRoute(answerRevocation)
