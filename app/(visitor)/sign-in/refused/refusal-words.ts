import type { Settings } from '@/lib/env'

interface Words {
  title: string
  text: string
  who: string
}

type Naming = Pick<Settings, 'SSO_NAME' | 'SSO_ROLE_CLAIM'>

/** What each refusal of lib/staff/provider-sign-in.ts means for the person in front of it. */
export function refusalWords(why: unknown, { SSO_NAME: name, SSO_ROLE_CLAIM: claim }: Naming): Words {
  switch (why) {
    case 'no-role':
      return {
        title: `${name} gave you no role in this Latchkey`,
        text: `Your sign-in at ${name} worked. It carried no role that is known here (claim “${claim}”). Once you have one, sign in again; nothing else is needed.`,
        who: `whoever administers ${name} assigns you a role of this application, or puts you into a group that has one`,
      }
    case 'no-address':
      return {
        title: `${name} does not tell your mail address`,
        text: `Your sign-in at ${name} worked, but it named no mail address, and an account here needs one.`,
        who: `whoever administers ${name} adds the address to what this application is told (claim “email”)`,
      }
    case 'address-taken':
      return {
        title: 'Somebody has an account here with your mail address',
        text: 'It may be yours. An address alone opens no account, so an owner has to say that both are the same person. They see your request on their page Settings, Staff. Then sign in again.',
        who: 'an owner of this Latchkey',
      }
    case 'disabled':
      return {
        title: 'Your account is disabled here',
        text: `Your sign-in at ${name} worked. Your account in this Latchkey was switched off by somebody who manages staff.`,
        who: 'an owner of this Latchkey, or the manager who disabled it',
      }
    default:
      return {
        title: 'No account was opened',
        text: 'Sign in again from the beginning.',
        who: 'you',
      }
  }
}
