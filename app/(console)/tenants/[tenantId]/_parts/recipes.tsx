import type { Recipe } from '@/lib/tenants/recipes'
import { ButtonLink } from '../../../../_ui/button'
import { CopyButton } from '../../../../_ui/copy-button'

/** How programs use this tenant: each recipe ready to copy, none with a secret in it. */
export function Recipes({
  recipes,
  tenantId,
  mayChange,
}: {
  recipes: readonly Recipe[]
  tenantId: string
  mayChange: boolean
}) {
  if (recipes.length === 0) return null
  return (
    <section className="card" aria-labelledby="recipes-title" id="recipes">
      <div className="card-head">
        <h2 id="recipes-title">Use it from a backup server</h2>
      </div>
      <div className="card-body recipes">
        {recipes.map(({ key, title, note, text }) => (
          <details key={key} className="raw" name="recipe">
            <summary>{title}</summary>
            <p>{note}</p>
            <pre>{text}</pre>
            <CopyButton value={text} label="Copy" what={title} size="sm" />
          </details>
        ))}
        {mayChange && (
          <p>
            <ButtonLink href={`/tenants/${tenantId}/server-keys`} size="sm">
              Add a backup server’s certificate
            </ButtonLink>
          </p>
        )}
      </div>
    </section>
  )
}
