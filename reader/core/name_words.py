"""Words by which a line below a title is told from a line of names: facts, no rules."""

ORGANISATIONS = frozenset(
    """ai lab labs inc ltd llc gmbh corp corporation company group team department dept school college center centre
    division unit campus foundation council agency ministry observatory society association consortium network networks
    faculty fakultät faculté facultad facoltà hospital clinic klinikum bureau office college library museum
    google microsoft meta facebook openai deepmind nvidia amazon apple alibaba tencent baidu huawei ibm intel adobe
    salesforce samsung bytedance anthropic deepseek mistral cohere xai naver kakao rakuten preferred sony ntt nec
    fujitsu toshiba twitter netflix uber spotify qualcomm amd
    eth epfl mit cmu ucla ucsd ucl usc kaist postech cnrs inria cern nasa kek mpi csiro riken aist nict nii cnr
    infn iit iisc kth dtu ntnu tum uc nyu stanford caltech technion weizmann politecnico polytechnique oxford princeton
    berkeley harvard yale cornell tsinghua peking fudan zhejiang nanyang
    école ecole hochschule escuela escola scuola universitas sorbonne collège cnam vector dfki
    usa uk uae ieee acm""".split()
)
ORGANISATION_BEGINNINGS = (
    "universi", "univ.", "institu", "laborato", "academ", "akadem", "departm", "departamento", "dipartim", "technolog",
    "techni", "polytech", "politec", "engineer", "scienc", "scientif", "research", "recherche", "informati", "mathemat",
    "mathéma", "physic", "physik", "comput", "statisti", "medicin", "medical", "hochschul", "forschung", "intelligen",
    "laboratoire", "ingenier",
)  # fmt: skip
NO_NAMES = frozenset(
    """abstract introduction survey review report paper papers conference proceedings journal published preprint draft
    version contents editor editors keywords received accepted revised corresponding correspondence author authors equal
    equally contribution contributions contributed contributor contributors email e-mail mail address working technical
    copyright supplementary appendix anonymous submission submitted member fellow dated date figure table section
    learning model models system systems approach analysis study data dataset language neural using towards
    toward with for from the this these that and but not our of is are via how what why when
    january february july september october november december annual quarter fiscal
    release open access article articles original code project website available online first rights reserved
    workshop volume issue number pages chapter part supervisor supervised advisor thesis dissertation bachelor
    master doctor lead leads leader senior intern interns tech jointly listed alphabetical full list
    end work done while road avenue drive blvd floor building""".split()
)
TITLES_BEFORE = frozenset("dr dr. prof prof. professor mr mr. mrs mrs. ms ms. sir by".split())
TITLES_BEHIND = frozenset(
    """phd ph.d ph.d. md m.d m.d. msc m.sc. bsc mba member fellow ieee acm osa spie senior student graduate life
    affiliate associate frs frcp rn mph dds facs""".split()
)
"""What stands before and behind a name and is no part of it."""
SUFFIXES = frozenset("jr jr. sr sr. ii iii iv".split())
PARTICLES = frozenset(
    """van von de der den di da do dos das del della degli dei du la le los las el al bin ibn ben ter ten te zu zum zur
    af av y e i und und't ’t 't 's op der vom d’ dal dalla san st st. abu ul ur""".split()
)
"""Parts of names that are written small."""
PLACES = frozenset(
    """afghanistan algeria argentina australia austria bangladesh belgium brazil bulgaria cambodia canada chile china
    park colombia croatia cyprus czechia denmark egypt england estonia ethiopia finland france georgia germany ghana
    czech greece hungary iceland india indonesia iran iraq ireland israel italy japan kazakhstan kenya
    korea kuwait latvia lebanon lithuania luxembourg malaysia malta mexico morocco nepal netherlands nigeria norway
    pakistan peru philippines poland portugal qatar romania russia scotland serbia singapore slovakia slovenia spain
    sweden switzerland taiwan thailand tunisia turkey türkiye ukraine uruguay vietnam wales republic
    kingdom federation states united arab emirates south north new saudi arabia zealand
    beijing shanghai shenzhen guangzhou hangzhou nanjing wuhan chengdu xi’an suzhou hefei tianjin hong kong macau taipei
    tokyo kyoto osaka nagoya sapporo sendai fukuoka tsukuba yokohama seoul daejeon pohang suwon mumbai delhi bangalore
    bengaluru hyderabad chennai kharagpur kanpur pune
    york jersey england orleans haven mexico hampshire haven london cambridge oxford edinburgh manchester bristol
    glasgow paris lyon grenoble nice toulouse saclay nancy rennes berlin munich münchen hamburg heidelberg tübingen
    stuttgart darmstadt karlsruhe bonn cologne aachen saarbrücken freiburg potsdam dresden leipzig vienna wien graz linz
    innsbruck zurich zürich lausanne geneva basel bern lugano milan milano rome roma turin torino pisa bologna trento
    trieste padova naples madrid barcelona valencia lisbon porto amsterdam utrecht delft eindhoven leiden groningen
    brussels leuven ghent copenhagen stockholm uppsala gothenburg linköping oslo bergen trondheim helsinki espoo warsaw
    kraków prague brno budapest athens heraklion istanbul ankara moscow petersburg kyiv tel aviv haifa jerusalem
    cairo doha dubai abu dhabi riyadh thuwal toronto montreal montréal vancouver waterloo edmonton ottawa
    boston pittsburgh philadelphia seattle redmond stanford palo alto menlo mountain view sunnyvale san francisco
    diego jose santa barbara clara cruz monica los angeles alamos berkeley irvine pasadena austin houston dallas chicago
    urbana champaign evanston madison ann arbor bloomington atlanta baltimore washington princeton ithaca providence
    portland denver boulder phoenix tempe tucson durham raleigh nashville minneapolis columbus cleveland detroit
    california texas massachusetts pennsylvania illinois michigan virginia carolina florida arizona colorado
    oregon maryland ohio indiana wisconsin minnesota connecticut
    sydney melbourne brisbane canberra perth adelaide auckland wellington buenos aires são sao paulo rio janeiro
    santiago bogotá lima mexico city""".split()
)
"""Countries, states and cities, word by word: a line is a place where each of its words is one of them."""
CJK_ORGANISATIONS = (
    "大学", "大學", "学院", "學院", "研究所", "研究科", "研究院", "研究室", "研究セ", "学部", "学科", "学校", "高専",
    "会社", "株式", "機構", "センター", "協会", "学会", "法人", "省", "庁", "病院", "財団", "銀行", "技術", "工学",
    "科学", "概要", "要旨", "年", "所属", "連絡先", "著者", "受付", "採録", "発表", "公司", "取引所",
    "目的", "目 的", "背景", "要領",
    "第一", "平成", "令和", "用語", "について", "報告", "公開", "を", "です", "ます", "대학교", "연구소", "연구원",
)  # fmt: skip
GIVEN_PLACES = frozenset(
    """jose diego clara barbara monica francisco jordan austin sydney paris florence victoria carolina virginia georgia
    santiago chad israel madison houston dallas phoenix denver portland lima india china cairo milan boulder troy
    salem charlotte savannah orlando lourdes ann cruz angeles""".split()
)
"""Places that are given names too."""
