import { who, type Explanation, type Explanations } from './explanation'

export const busy: Explanation = {
  meaning: 'Microsoft asks us to slow down.',
  cause: 'Too many requests for this tenant in a short time, not necessarily ours.',
  remedy: 'Nothing to do; we wait as long as Microsoft says and go on.',
  who: who.nobody,
}

export const down: Explanation = {
  meaning: 'Microsoft’s service did not work for a moment.',
  cause: 'A fault on Microsoft’s side.',
  remedy: 'Nothing to do; it is tried again. If it lasts, look at Microsoft’s service health page.',
  who: who.microsoft,
}

export const lost: Explanation = {
  meaning: 'No answer came back from Microsoft.',
  cause: 'The connection broke or took too long; what was asked may have been done all the same.',
  remedy: 'Nothing to do; we look what is there, and go on from that.',
  who: who.nobody,
}

const unreachable: Explanation = {
  meaning: 'Microsoft could not be reached from this server.',
  cause: 'The network, a firewall or the name service does not let this server through.',
  remedy: 'Look whether this server may open connections to Microsoft’s hosts, then try again.',
  who: who.operator,
}

const unreadable: Explanation = {
  meaning: 'Microsoft’s answer has a shape that we do not know.',
  cause: 'Microsoft changed something, or a proxy answered in its place.',
  remedy: 'Try again; if it stays, look whether a proxy stands between this server and Microsoft.',
  who: who.operator,
}

/** Throttling, outages, and what the wire does. */
export const weather: Explanations = {
  TooManyRequests: busy,
  'HTTP 429': busy,
  AADSTS50196: { ...busy, cause: 'The same question was asked too often in a short time.' },
  AADSTS90055: busy,
  AADSTS90006: down,
  AADSTS90012: down,
  AADSTS90024: down,
  AADSTS90033: down,
  AADSTS90090: down,
  AADSTS50087: { ...down, meaning: 'Microsoft’s service for second factors did not work for a moment.' },
  temporarily_unavailable: down,
  server_error: down,
  ServiceUnavailable: down,
  serviceNotAvailable: down,
  InternalServerError: down,
  generalException: down,
  BadGateway: down,
  GatewayTimeout: {
    ...down,
    cause: 'Microsoft’s servers took too long among themselves; it may have been done all the same.',
  },
  UnknownError: down,
  'HTTP 500': down,
  'HTTP 502': down,
  'HTTP 503': down,
  'HTTP 504': down,
  Timeout: lost,
  ConnectionLost: lost,
  ECONNRESET: lost,
  UND_ERR_SOCKET: lost,
  NotInBatchAnswer: lost,
  ECONNREFUSED: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  ENETUNREACH: unreachable,
  EHOSTUNREACH: unreachable,
  UND_ERR_CONNECT_TIMEOUT: unreachable,
  UnreadableAnswer: unreadable,
  AnswerTooLarge: unreadable,
  ForeignNextLink: unreadable,
  Cancelled: {
    meaning: 'The question to Microsoft was taken back here.',
    cause: 'Somebody stopped the run, or this server was ended in the middle.',
    remedy: 'Continue the run when you are ready.',
    who: who.operator,
  },
}
