import { ClientCertificateCredential, DeviceCodeCredential } from '@azure/identity'
import { tell, wishFrom } from './told'

// Microsoft's own library as it comes: only the address of the authority is given, as its documentation has it
const { flow, origin, tenantId, clientId, certificatePath } = wishFrom(process.argv)
const options = { authorityHost: origin, disableInstanceDiscovery: true }
const credential =
  flow === 'certificate'
    ? new ClientCertificateCredential(tenantId, clientId, { certificatePath }, options)
    : new DeviceCodeCredential({
        ...options,
        tenantId,
        clientId,
        userPromptCallback: ({ userCode }) => {
          tell({ userCode })
        },
      })
const { token } = await credential.getToken('https://graph.microsoft.com/.default')
tell({ token })
