import { oauthRoute } from '@/app/_edge/oauth'
import { answerTokenRequest } from '@/lib/api-clients/token-endpoint'

export const POST = oauthRoute(answerTokenRequest)
