"""Words of French addresses: one spelling for each, whoever writes it.

The register of addresses, a tax office and a person write the same street as « Avenue du Général Leclerc », « AV GAL
LECLERC » and « av. gen. leclerc ». Each word becomes its short form; words that link others go.
"""

# Short form of a kind of way, and how else it is written. The spelling of the register is among them.
WAYS: dict[str, tuple[str, ...]] = {
    "ALL": ("ALLEE", "ALLEES", "AL"),
    "AV": ("AVENUE", "AVE", "AVEN", "AVN"),
    "BD": ("BOULEVARD", "BLD", "BVD", "BLVD", "BOUL", "BLV"),
    "CAR": ("CARREFOUR", "CARR", "CARF"),
    "CHE": ("CHEMIN", "CHEM"),
    "CHS": ("CHAUSSEE", "CHAUS"),
    "CITE": ("CIT",),
    "COUR": ("CR",),
    "CRS": ("COURS",),
    "ESP": ("ESPLANADE", "ESPL"),
    "GALERIE": ("GALERIES", "GALE"),
    "HAM": ("HAMEAU",),
    "IMP": ("IMPASSE",),
    "JARD": ("JARDIN", "JARDINS"),
    "LOTISSEMENT": (),
    "MAIL": (),
    "PARC": (),
    "PAS": ("PASSAGE", "PASS", "PSG", "PSGE"),
    "PASSERELLE": (),
    "PERI": ("PERISTYLE",),
    "PL": ("PLACE", "PLC"),
    "PONT": (),
    "PORT": (),
    "PROM": ("PROMENADE",),
    "PRV": ("PARVIS",),
    "PTE": ("PORTE",),
    "QUAI": ("QU",),
    "RLE": ("RUELLE",),
    "RPT": ("ROND POINT", "RD PT", "RDPT", "RD POINT"),
    "RTE": ("ROUTE",),
    "RUE": ("R",),
    "SEN": ("SENTE",),
    "SENT": ("SENTIER",),
    "SQ": ("SQUARE", "SQR"),
    "TERR": ("TERRASSE", "TSSE"),
    "VC": ("VOIE",),
    "VLA": ("VILLA", "VIL"),
}

# Short form of a title or of a common word inside a name, and how else it is written.
WORDS: dict[str, tuple[str, ...]] = {
    "ADJ": ("ADJUDANT",),
    "AML": ("AMIRAL", "AMI"),
    "CAP": ("CAPITAINE", "CNE"),
    "CARD": ("CARDINAL", "CAL"),
    "CDT": ("COMMANDANT", "CMDT"),
    "CHEV": ("CHEVALIER",),
    "COL": ("COLONEL",),
    "DIV": ("DIVISION",),
    "DR": ("DOCTEUR", "DOC"),
    "FBG": ("FAUBOURG", "FG", "FAUB"),
    "FRES": ("FRERES",),
    "GAL": ("GENERAL", "GEN", "GL"),
    "GD": ("GRAND",),
    "GDE": ("GRANDE",),
    "GDS": ("GRANDS",),
    "GDES": ("GRANDES",),
    "HOP": ("HOPITAL",),
    "ING": ("INGENIEUR",),
    "INSP": ("INSPECTEUR",),
    "LT": ("LIEUTENANT",),
    "MAL": ("MARECHAL",),
    "MGR": ("MONSEIGNEUR",),
    "ND": ("NOTRE DAME", "N DAME", "N D"),
    "PDT": ("PRESIDENT", "PRES"),
    "PT": ("PETIT",),
    "PTE": ("PORTE", "PETITE"),
    "PTES": ("PETITES",),
    "PTS": ("PETITS",),
    "PR": ("PROFESSEUR", "PROF"),
    "PREMIER": ("1ER", "IER"),
    "SGT": ("SERGENT",),
    "ST": ("SAINT",),
    "STE": ("SAINTE",),
    "STS": ("SAINTS",),
    "STES": ("SAINTES",),
}

# They link others, and come and go: « rue de la Fontaine au Roi », « RUE FONTAINE ROI ».
LINKS = frozenset(["A", "AU", "AUX", "D", "DE", "DES", "DU", "EN", "ET", "L", "LA", "LE", "LES"])

# How a number is said again, and what the register writes for it.
REPEATED = {"BIS": "b", "TER": "t", "QUATER": "q", "QUA": "q", "QUINQUIES": "c"}

# What has a name or a number of its own, and is no street.
BESIDE_THE_STREET = (
    "BATIMENT",
    "BAT",
    "BT",
    "ESCALIER",
    "ESC",
    "APPARTEMENT",
    "APPT",
    "APT",
    "ETAGE",
    "ETG",
    "HALL",
    "LOGEMENT",
    "LOGT",
    "CHAMBRE",
    "CHB",
    "BOITE",
    "DIGICODE",
    "INTERPHONE",
    "ENTREE",
    "IMMEUBLE",
    "IMM",
    "BLOC",
)

# A place with a name: it stands before or after the street, and says where only when there is no street.
NAMED_PLACES = ("RESIDENCE", "RES", "RESID", "TOUR", "DOMAINE", "ENSEMBLE", "FOYER", "CENTRE", "LIEU DIT")
