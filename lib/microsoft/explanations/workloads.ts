import { who, type Explanation, type Explanations } from './explanation'

export const resourceMissing: Explanation = {
  meaning: 'The tenant has no such service.',
  cause: 'The service is not licensed there, or was never switched on.',
  remedy: 'Leave this workload out, or license the service and check again.',
  who: who.administrator,
}

const nothingHere: Explanation = {
  meaning: 'The service does not find what was asked for.',
  cause: 'The mailbox, site or team was deleted, or the service is still setting it up.',
  remedy: 'Check again in a few minutes.',
  who: who.nobody,
}

/** Exchange, SharePoint, Teams and the other services behind a workload. */
export const workloads: Explanations = {
  AADSTS500011: resourceMissing,
  AADSTS500014: {
    ...resourceMissing,
    meaning: 'The service is switched off in the tenant.',
    cause: 'An administrator switched it off, or its subscription has run out.',
    remedy: 'Switch the service on again under Enterprise applications, or leave this workload out.',
  },
  AADSTS650052: resourceMissing,
  invalid_resource: resourceMissing,
  MailboxNotEnabledForRESTAPI: {
    meaning: 'This account has no mailbox at Microsoft.',
    cause: 'It has no licence for Exchange Online, its mailbox stands on the company’s own server, or is inactive.',
    remedy: 'Nothing to do if nobody needs the mailbox; otherwise license the account and check again.',
    who: who.administrator,
  },
  ErrorItemNotFound: nothingHere,
  itemNotFound: nothingHere,
  ErrorInvalidRecipients: {
    meaning: 'Exchange found nobody to send this mail to.',
    cause: 'An address of the channel is misspelt, or is none.',
    remedy: 'Correct the recipients of the channel and send it again.',
    who: who.operator,
  },
  ErrorMimeContentInvalidBase64String: {
    meaning: 'Exchange could not read the mail that was handed to it.',
    cause: 'The message was damaged on its way, for example by a proxy that changes what it passes on.',
    remedy: 'Send it again; if it stays, use a mail server instead of Microsoft Graph.',
    who: who.operator,
  },
  ErrorAccessDenied: {
    meaning: 'Exchange does not allow this to our application.',
    cause: 'A permission is missing, or a policy of Exchange limits the application to certain mailboxes.',
    remedy: 'Reconfigure the tenant; if it stays, look at Exchange’s own policies for applications.',
    who: who.administrator,
  },
}
