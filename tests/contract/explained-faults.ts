interface Explained {
  fault: string
  why: string
}

/** Where requests and answers leave Microsoft's description, and why that is right. A new one fails, and so does one that is gone. */
export const explainedFaults: { requests: readonly Explained[]; answers: readonly Explained[] } = {
  requests: [
    {
      fault: 'POST /applications/{application-id}/addKey: /passwordCredential must be object',
      why: 'Microsoft’s own sample of addKey sends null for it; the description forgets that it may be null.',
    },
    {
      fault: 'POST /directory/deletedItems/{directoryObject-id}/restore: a body is described, none is sent',
      why: 'The only parameter is optional, and Microsoft’s own sample of restore sends no body.',
    },
  ],
  answers: [],
}
