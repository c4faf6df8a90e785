import { who, type Explanation, type Explanations } from './explanation'

export const notThere: Explanation = {
  meaning: 'The directory does not find this object.',
  cause: 'It was deleted, or it was made moments ago and Microsoft is still spreading it.',
  remedy: 'Nothing to do at first; it is looked for again.',
  who: who.nobody,
}

export const thereAlready: Explanation = {
  meaning: 'What should be made stands there already.',
  cause: 'An earlier try came through although its answer was lost, or somebody made the same by hand.',
  remedy: 'Nothing to do; what stands there is used.',
  who: who.nobody,
}

export const spreading: Explanation = {
  meaning: 'Microsoft is still spreading what was just made.',
  cause: 'Its servers agree with each other after seconds, sometimes minutes.',
  remedy: 'Nothing to do; it is tried again until it works.',
  who: who.nobody,
}

export const concurrency: Explanation = {
  meaning: 'Somebody changed the same object at the same moment.',
  cause: 'Two changes met at Microsoft.',
  remedy: 'Nothing to do; the change is made again, one at a time.',
  who: who.nobody,
}

/** A request of ours that Microsoft does not understand: nobody at the customer can mend that. */
export const misunderstood: Explanation = {
  meaning: 'Microsoft did not understand what we asked.',
  cause: 'Microsoft changed what it accepts, or this program has a fault.',
  remedy: 'Try once more. If it stays, send the answer with its ids to whoever looks after this installation.',
  who: who.operator,
}

const tokenSpent: Explanation = {
  meaning: 'The directory no longer accepts the sign-in.',
  cause: 'It ran out or was ended: a sign-in is good for about an hour.',
  remedy: 'Continue with a new code; what was done stays done.',
  who: who.administrator,
}

/** Reading and writing the tenant’s directory. */
export const directory: Explanations = {
  Request_ResourceNotFound: notThere,
  ResourceNotFound: notThere,
  Request_MultipleObjectsWithSameKeyValue: thereAlready,
  ObjectConflict: thereAlready,
  ConflictingObjects: thereAlready,
  RoleAssignmentExists: { ...thereAlready, meaning: 'The directory role is assigned already.' },
  NoBackingApplicationObject: spreading,
  Authorization_IdentityNotFound: {
    ...spreading,
    meaning: 'The directory does not know the application that asks.',
    cause: 'It was made moments ago and Microsoft is still spreading it, or it was deleted since.',
    remedy: 'Nothing to do at first; it is tried again. If it stays, connect the tenant again.',
  },
  StaleRead: { ...spreading, meaning: 'The directory still answers with what stood there before.' },
  Directory_ConcurrencyViolation: concurrency,
  ConcurrencyViolation: concurrency,
  Directory_QuotaExceeded: {
    meaning: 'The account may not create any more objects in the directory.',
    cause: 'An ordinary account may own a few hundred objects; deleted ones count for thirty days.',
    remedy: 'Sign in as an administrator, whom this limit does not bind.',
    who: who.administrator,
  },
  Directory_ResourceSizeExceeded: {
    meaning: 'The application has grown beyond what the directory can store.',
    cause: 'Too many certificates or settings stand on it.',
    remedy: 'Remove certificates that nobody uses from the application.',
    who: who.administrator,
  },
  InvalidAuthenticationToken: tokenSpent,
  Authentication_ExpiredToken: tokenSpent,
  Request_BadRequest: misunderstood,
  BadRequest: {
    ...misunderstood,
    cause: 'Microsoft changed what it accepts, or the tenant demands details of every application that we do not send.',
  },
  Request_UnsupportedQuery: misunderstood,
  FailedDependency: {
    ...concurrency,
    meaning: 'One step was left out because the step before it failed.',
    cause: 'Several steps travelled together, and an earlier one was refused.',
    remedy: 'Nothing to do here; what refused the earlier step has its own answer.',
  },
}
