/** Addresses of a branch's report; the campaign goes along, so that a page never writes into another year's report. */
export function reportPaths(place: { unit: { id: string }; campaign: { id: string } }) {
  const query = `?dot=${place.campaign.id}`;
  const branch = `/chi-bo/${place.unit.id}`;
  const base = `${branch}/bao-cao`;
  return {
    page: `${base}${query}`,
    check: `${base}/soat${query}`,
    begin: `${base}/lap${query}`,
    field: `${base}/o${query}`,
    draft: `${base}/du-thao${query}`,
    sign: `${base}/ky${query}`,
    reopen: `${base}/mo-lai${query}`,
    signs: `${base}/bieu-hien${query}`,
    word: `${base}/bao-cao.docx${query}`,
    paper: (edition?: number) => `${base}/bao-cao.pdf${query}${edition === undefined ? '' : `&ban=${edition}`}`,
    /** Where findings are mended. */
    person: (member: string) => `${branch}/dang-vien/${member}${query}`,
    rating: (subject: string) => `${branch}/xep-loai/muc/${subject}${query}`,
    ballot: (subject: string) => `${branch}/hop/kiem-phieu${query}&nguoi=${subject}`,
    collective: `${branch}/tap-the${query}`,
    residence: `${branch}/cu-tru${query}`,
    ratings: `${branch}/xep-loai${query}`,
    meeting: `${branch}/hop${query}`,
    attendance: `${branch}/hop/diem-danh${query}`,
    plan: `${branch}/hop/ke-hoach${query}`,
    board: `${branch}${query}`,
  };
}
