/** What a try left behind: why it did not work, and the address, never the password. */
export interface SignInState {
  say: string | null
  email: string
}

export const nothingSaid: SignInState = { say: null, email: '' }
