import { Encrypter } from 'age-encryption';

/**
 * Loaded into a command before the program (`node --import`): its backups ask little work of whoever tries passphrases,
 * where a test makes dozens of them. Whoever opens one learns the work from the file itself. Nothing of the program leads
 * here; that an operator's own backups ask for age's full work is asserted in test/app/backup.test.ts.
 */
const WORK_FACTOR = 10;
const setPassphrase = Reflect.get(Encrypter.prototype, 'setPassphrase');

Encrypter.prototype.setPassphrase = function setLightly(passphrase: string): void {
  setPassphrase.call(this, passphrase);
  this.setScryptWorkFactor(WORK_FACTOR);
};
