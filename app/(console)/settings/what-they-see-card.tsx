interface WhatTheySeeProps {
  isDefault: boolean
  clientId: string
}

/** What Microsoft will show the administrator, so that nobody has to wonder whether it is a fraud. */
export function WhatTheySeeCard({ isDefault, clientId }: WhatTheySeeProps) {
  return (
    <section className="card" aria-labelledby="see-title">
      <div className="card-head">
        <h2 id="see-title">What the administrator will see at Microsoft</h2>
      </div>
      <div className="card-body">
        <ol className="dosteps">
          <li>
            <div>
              A box for the code
              <small>On Microsoft’s own page, at the address that stands beside the code.</small>
            </div>
          </li>
          <li>
            <div>
              {isDefault ? '“Microsoft Azure CLI” as the program' : 'The name of your registration as the program'}
              <small>
                {isDefault
                  ? 'Say so beforehand: they sign in to a tool of Microsoft’s, and it registers our application.'
                  : `Its application id is ${clientId}. With a verified publisher Microsoft shows your company too.`}
              </small>
            </div>
          </li>
          <li>
            <div>
              {isDefault ? 'No question for consent' : 'The list of permissions, once'}
              <small>
                {isDefault
                  ? 'Microsoft has allowed its own tool already. What our application gets is listed before the code is shown.'
                  : 'They accept what your registration asks for. Your program stays in their tenant until somebody removes it.'}
              </small>
            </div>
          </li>
          <li>
            <div>
              “You have signed in”
              <small>
                They may close that window. The sign-in lives in memory for this one run and is dropped at its end.
              </small>
            </div>
          </li>
        </ol>
      </div>
    </section>
  )
}
