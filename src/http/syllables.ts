/** What a Vietnamese syllable can be, by its letters: beginning, rime and tone. Rare spellings are taken as well. */
const BEGINNINGS = 'ngh ng nh gh gi kh ch ph th tr qu b c d đ g h k l m n p r s t v x'.split(' ');
const RIMES = new Set(
  (
    'a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ' +
    'ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao ' +
    'oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt ' +
    'u ua uc ui um un ung up ut uât uân uâng uây uê uêch uênh uêu uơ uy uya uych uyên uyêt uyn uynh uyp uyt uyu uôc uôi uôm ' +
    'uôn uông uôt ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu ynh yt ych yn'
  ).split(' '),
);
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
const STOPPED = /(?:c|ch|p|t)$/;

/** `word` in small letters. The tone may stand on any vowel (hòa, hoà); before c, ch, p, t there are two tones only. */
export function isSyllable(word: string): boolean {
  const parts = word.normalize('NFD');
  const tones = parts.match(TONES) ?? [];
  if (tones.length > 1) return false;
  const plain = parts.replace(TONES, '').normalize('NFC');
  if (STOPPED.test(plain) && tones.length === 1 && !/[\u0301\u0323]/.test(tones[0] ?? '')) return false;
  return (
    RIMES.has(plain) || BEGINNINGS.some((first) => plain.startsWith(first) && RIMES.has(plain.slice(first.length)))
  );
}
