/** What guessing programs try first, in lower case; each also stands for itself with digits and signs around it. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
  password passwort passw0rd p@ssword p@ssw0rd motdepasse contrasena wachtwoord mypassword newpassword thepassword
  passwordpassword password1 password12 password123 password1234 adminpassword changeme changemenow letmein letmeinnow
  welcome welcometo welcomeback willkommen bienvenue bienvenido welkom administrator administrador administrateur
  admin adminadmin root rootroot rootpassword superuser supervisor sysadmin systemadmin operator default defaultpassword
  secret secretsecret topsecret mysecret qwerty qwertyuiop qwertyqwerty qwertzuiop qwertz azerty azertyuiop asdfghjkl
  asdfghjkl; zxcvbnm qazwsxedc qazwsxedcrfv qwertyuiopasdfghjkl qwertyasdfgh 1q2w3e4r5t6y 1qaz2wsx3edc 1qaz2wsx3edc4rfv
  q1w2e3r4t5y6 123qweasdzxc qweasdzxc123 abcdefghijkl abcdefghijklm abcdefghijklmnop abcd1234efgh abc123abc123 abc123
  123456789012 1234567890123 12345678901234 123456789123 123456123456 123123123123 121212121212 012345678901 098765432109
  0987654321098 987654321098 111222333444 112233445566 123321123321 147258369147 102030405060 010203040506 aabbccddeeff
  iloveyou iloveyouforever iloveyousomuch ilovemyfamily loveyou sunshine princess dragon monkey football baseball
  basketball superman batman spiderman starwars pokemon pokemongo michael jennifer jordan hunter shadow master killer
  trustno1 freedom whatever internet computer computers samsung google facebook microsoft microsoft365 office office365
  outlook sharepoint exchange windows windows10 windows11 azure azuread entra backup backups veeam veritas latchkey
  summer winter spring autumn january february march april june july august september october november december
  monday tuesday wednesday thursday friday saturday sunday correcthorsebatterystaple correct-horse-battery-staple
  correct horse battery staple
  `
    .trim()
    .split(/\s+/)
    .concat('correct horse battery staple', 'let me in please', 'this is my password', 'i love you forever'),
)
