/** Why the default is what it is, with what speaks against it. */
export function WhyCard({ isDefault }: { isDefault: boolean }) {
  return (
    <section className="card" aria-labelledby="why-title">
      <div className="card-head">
        <h2 id="why-title">Why Microsoft Azure CLI is the default</h2>
      </div>
      <div className="card-body prose">
        <p>
          It is Microsoft’s own tool, known in every tenant, and Microsoft already allows it to register applications
          and to grant application permissions for the administrator who signs in. So the first connection needs no
          registration of yours, and nothing of yours is left behind in the customer’s tenant.
        </p>
        <p>
          Three things speak for a program of your own. The administrator reads your name instead of a tool’s. Azure CLI
          may not read the tenant’s rules for certificates, so Latchkey learns of them only when Microsoft refuses one.
          And for public folders it may not assign the directory role; an administrator then does that by hand.
        </p>
        {isDefault && <p>The default is right for trying and for a few tenants. For many, register your own.</p>}
      </div>
    </section>
  )
}
