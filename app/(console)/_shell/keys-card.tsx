import { Button } from '../../_ui/button'
import { KeyList } from './key-list'
import { readLetterKeys } from './letter-keys'
import { chooseLetterKeys } from './letter-keys-action'

/** Every key, for those who never press one by chance, and the switch for those who do. A plain form. */
export async function KeysCard() {
  const letters = await readLetterKeys()
  return (
    <section className="card" aria-labelledby="keys">
      <div className="card-head">
        <h2 id="keys">Keys</h2>
        <span className="note">single characters are {letters ? 'on' : 'off'}</span>
      </div>
      <div className="card-body stack">
        <KeyList letters={letters} />
        <p className="soft">
          If you speak to your computer, or touch keys by chance, switch off those of a single character. Ctrl K stays.
          It counts for this browser.
        </p>
        <form action={chooseLetterKeys} aria-label="Keys of a single character">
          <Button type="submit" name="letters" value={letters ? 'off' : 'on'}>
            {letters ? 'Switch single characters off' : 'Switch single characters on'}
          </Button>
        </form>
      </div>
    </section>
  )
}
